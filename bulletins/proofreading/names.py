"""Names: a person who is named with a post or a title, or on a list of participants, is one on record."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

from bulletins.proofreading.finding import Finding, rule
from bulletins.proofreading.proof import Proof, Text, about

# The commonest family names, without those that are also common words behind a title (于, 任, 单, 时, 应, 和);
# those of the people on record come to them.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施牛樊葛邢安齐易乔伍庞颜倪庄"
    "聂章鲁岳翟殷詹申欧耿焦俞左柳甘祝包宁尚舒阮柯纪梅童凌毕季裴霍涂苗谷曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲滕饶牟艾尤"
    "穆农司卓古吉缪简车项芦麦褚娄窦戚岑景党宫费卜冷晏席卫柏瞿桂佟臧闵苟邬边卞姬仇栾隋刁沙荣巫寇桑郎甄丛仲虞敖巩朴"
)
COMPOUND = "欧阳|上官|司马|诸葛|司徒|皇甫|尉迟|公孙|东方|慕容|令狐"
TITLES = (
    "常务副理事长|副理事长|理事长|副秘书长|秘书长|副主任|院士|副教授|教授|副研究员|研究员|高级工程师|教授级高工|高工|副院长|院长|"
    "副所长|副总经理|总经理|副董事长|董事长|副部长|主任|博士"
)
EDGE = r"[、，。；：！？（）“”《》\s]"
SPEECH = "主持|致辞|致词|出席|介绍|指出|强调|作了|作题|代表|宣布|总结|讲话|报告|参加|任|和|与|等"
READ = ("body", "minutes", "pictures")


@lru_cache(maxsize=8)
def patterns(surnames: str) -> tuple[re.Pattern, re.Pattern]:
    """张懿院士主持 and 专家委员会主任张懿，: a name before a title, and behind one."""
    given = r"[^\W\d_a-zA-Z副常务总兼为的是由及并]{1,2}"  # 任常务副理事长 is not somebody called 任常务
    name = rf"(?P<name>(?:{COMPOUND}){given}|[{surnames}]{given})"
    before = re.compile(
        rf"(?:^|(?<={EDGE})|(?<=[有由请和与及])){name}(?:{TITLES})(?={EDGE}|{SPEECH}|$)", re.MULTILINE
    )
    behind = re.compile(rf"(?:{TITLES}){name}(?={EDGE}|{SPEECH}|$)", re.MULTILINE)
    return before, behind


@rule
def people(proof: Proof) -> Iterator[Finding]:
    """Names that match no person on record. Nothing is said while there are no people on record at all."""
    if not proof.names:
        return
    for entry in proof.entries:
        for each in proof.texts[entry.pk]:
            strange = _titled(each, proof.names) if each.place in READ else []
            for name in strange:
                yield _finding(entry, name, each.place, proof.names)
        if minutes := entry.content.get("minutes"):
            for name in _unknown_participants(minutes["participants"], proof.names):
                yield _finding(entry, name, "minutes", proof.names)


def _finding(entry, name: str, place: str, known: set[str]) -> Finding:
    close = get_close_matches(name, [one for one in known if len(one) == len(name)], n=1, cutoff=0.5)
    hint = f"，是否为“{close[0]}”？" if close else "。"
    return about(entry, "name", f"中的人名“{name}”在人员库里没有{hint}", place=place, detail=name)


def _titled(text: Text, known: set[str]) -> list[str]:
    """Names with a post or title beside them that nobody bears; 张懿主 is 张懿 with the word behind."""
    surnames = "".join(sorted({*SURNAMES, *(name[0] for name in known)} - set("\\]^-")))
    found = [match["name"] for pattern in patterns(surnames) for match in pattern.finditer(text.text)]
    return [name for name in dict.fromkeys(found) if not any(name.startswith(one) for one in known)]


def _unknown_participants(line: str, known: set[str]) -> list[str]:
    """Those on the run-in list: 甲集团张三、李四，乙大学王五等。 The first name of a unit stands behind the unit's."""
    line = line.strip().removesuffix("。").removesuffix("等")
    unknown = []
    for group in line.split("，") if line else []:
        first, *others = group.split("、")
        unknown += [name.strip() for name in others if name.strip() not in known]
        if not any(first.endswith(name) for name in known):
            unknown.append(first.strip()[-3:])
    return [name for name in unknown if name]
