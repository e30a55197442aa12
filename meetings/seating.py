"""Where people sit: the first of the list in the middle of the stage, the others row by row. And how large a name is printed.

On the stage the second sits at the left hand of the first, the third at the right hand, and so on; on the plan, which is
drawn as the room sees the stage, a left hand is on the right side. With an even number the first two share the middle.
"""

# Longest name of a size → the size's name in the style sheets.
NAME_SIZES = {2: "two", 3: "three", 4: "four", 6: "six", 10: "ten", 40: "long"}


def places_of(people: list, *, in_row: int, on_stage: int) -> tuple[list, list[list]]:
    """The stage from left to right as the room sees it, and the rows from the front; each row is `in_row` long but the last."""
    stage = from_the_middle(people[:on_stage])
    rest = people[on_stage:]
    return stage, [rest[start : start + in_row] for start in range(0, len(rest), in_row)]


def from_the_middle(people: list) -> list:
    """First in the middle (left of it when even), second right of the first, third left of it, and so on."""
    placed: list = []
    for number, person in enumerate(people):
        if number % 2:
            placed.append(person)
        else:
            placed.insert(0, person)
    return placed


def size_of(name: str) -> str:
    return next((size for longest, size in NAME_SIZES.items() if len(name) <= longest), "long")
