"""What an import could not carry over, told in Chinese sentences for whoever uploaded the document."""

from collections import Counter

MAX_QUOTED = 60  # characters of a text that is quoted in a note
MAX_QUOTES = 20

SENTENCES = {
    "revisions": "修订痕迹 {n} 处：按全部接受导入，插入的文字保留，删除的文字不要。",
    "formulas": "公式 {n} 个：已改写为 $…$ 形式，请核对。",
    "ole_formulas": "公式对象（MathType 等）{n} 个没有导入，请在正文中用 $…$ 补写。",
    "boxes": "文本框 {n} 个：其中的文字已移到所在段落之后，请核对位置。",
    "charts": "图表 {n} 个没有导入。请在 Word 中把图表另存为图片，再在编辑页添加。",
    "smartart": "SmartArt 图形 {n} 个没有导入。请截图后在编辑页添加。",
    "shapes": "自选图形 {n} 个没有导入。",
    "objects": "嵌入的文件或对象 {n} 个没有导入。需要时请另作附件上传。",
    "linked": "链接的图片 {n} 张不在文档之内，没有导入。请另行上传。",
    "notes": "脚注、尾注 {n} 条：已移到文末，请核对。",
    "contents": "文档目录没有导入，简报会另排目录。",
    "header": "页眉、页脚没有导入，简报有自己的页眉、页脚。",
    "bold_headings": "加粗的编号短段 {n} 个按小标题导入，请核对。",
    "layout_tables": "排版用的表格 {n} 个：其中的图片和文字已取出，按顺序排列。",
    "pictures_in_tables": "表格里的图片 {n} 张：已移到表格之后，请核对位置。",
    "too_many_pictures": "图片过多，有 {n} 张没有导入。",
}


class Losses:
    """Counted while the document is read; `sentences` at the end."""

    def __init__(self):
        self.counts: Counter[str] = Counter()
        self._quotes: list[str] = []
        self._said: list[str] = []

    def count(self, what: str, number: int = 1) -> None:
        """One more of `what`, a key of SENTENCES."""
        self.counts[what] += number

    def quote(self, what: str, text: str) -> None:
        """A text that stays behind, e.g. a comment: it is quoted, so that nothing is lost unseen."""
        text = " ".join(text.split())
        short = text if len(text) <= MAX_QUOTED else text[:MAX_QUOTED] + "……"
        self._quotes.append(f"{what}没有导入：“{short}”")

    def say(self, sentence: str) -> None:
        self._said.append(sentence)

    def sentences(self) -> list[str]:
        """Most telling first: what was said, then the counts in the order of SENTENCES, then the quotes."""
        counted = [text.format(n=self.counts[key]) for key, text in SENTENCES.items() if self.counts[key]]
        rest = len(self._quotes) - MAX_QUOTES
        more = [f"另有 {rest} 条类似内容没有导入，请对照原文。"] if rest > 0 else []
        return [*self._said, *counted, *self._quotes[:MAX_QUOTES], *more]
