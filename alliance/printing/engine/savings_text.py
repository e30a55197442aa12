"""Savings with text: what Pango and the height of a line need to know of a style is made once, not for every line."""

from weasyprint.text import line_break
from weasyprint.text.line_break import Layout, ffi, gobject, pango

_LANGUAGE = ("direction", "font_language_override", "lang")
_FEATURES = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)
_AS_WEASYPRINT = ()  # the style needs more than a context and a font

_stock_setup = Layout.setup
_stock_cache_key = line_break._font_style_cache_key

ffi.cdef(
    "PangoContext *pango_layout_get_context(PangoLayout *layout); gpointer g_object_ref(gpointer object);"
)


def install() -> None:
    """Replace the functions where lines are laid out."""
    Layout.setup = _setup
    line_break._font_style_cache_key = _font_style_cache_key


def _setup(self, style):
    """As ``Layout.setup``. Styles of a language share a context, lines of a style its font: Pango changes neither."""
    known = getattr(style, "pango", None)
    if known is None:
        known = style.pango = _prepared(style)
    if known is _AS_WEASYPRINT:
        _stock_setup(self, style)
        return
    context, self.language, description = known
    self.style = style
    self.first_line_direction = 0
    self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(self.layout, False)
    pango.pango_layout_set_font_description(self.layout, description)
    self.ascent = self.underline_position = self.strikethrough_position = None


def _prepared(style) -> tuple:
    """Context, language and font of a style; nothing if lines stand at its text or it has features of the font."""
    features = line_break.font_features(*(style[name] for name in _FEATURES))
    if features or style["text_decoration_line"] != "none":
        return _AS_WEASYPRINT
    contexts = vars(style.font_config).setdefault("contexts", {})
    key = tuple(style[name] for name in _LANGUAGE)
    if key not in contexts:
        contexts[key] = _context(style)
    return *contexts[key], line_break.get_font_description(style)


def _context(style) -> tuple:
    """The context of a layout that WeasyPrint has set up, and its language."""
    layout = Layout.__new__(Layout)
    layout.justification_spacing = 0
    _stock_setup(layout, style)
    context = gobject.g_object_ref(pango.pango_layout_get_context(layout.layout))
    return ffi.gc(ffi.cast("PangoContext *", context), gobject.g_object_unref), layout.language


def _font_style_cache_key(style, include_size=False):
    """As WeasyPrint's, which writes fourteen values down for every line."""
    name = "key_with_size" if include_size else "key_of_font"
    key = getattr(style, name, None)
    if key is None:
        key = _stock_cache_key(style, include_size)
        setattr(style, name, key)
    return key
