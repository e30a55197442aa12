"""How the secretariat's admin looks: names, colours and the callables that fill its menu and its start page."""

from django.templatetags.static import static

# The alliance's deep blue (static/portal/portal.css holds the same ramp) and a grey of the same hue.
PRIMARY = {
    "50": "#f2f6fb",
    "100": "#e1eaf5",
    "200": "#c2d5ec",
    "300": "#93b6de",
    "400": "#6ea3dc",
    "500": "#5b98d8",
    "600": "#16407a",
    "700": "#123665",
    "800": "#0f2f57",
    "900": "#0a2342",
    "950": "#071a31",
}
BASE = {
    "50": "#f6f8fa",
    "100": "#edf1f5",
    "200": "#d7dfe8",
    "300": "#c3cdd8",
    "400": "#a4b0bd",
    "500": "#5c6a78",
    "600": "#4d5b69",
    "700": "#33414f",
    "800": "#22303d",
    "900": "#16212c",
    "950": "#0e1720",
}
FONT = {
    "subtle-light": "var(--color-base-600)",
    "subtle-dark": "var(--color-base-300)",
    "default-light": "var(--color-base-700)",
    "default-dark": "var(--color-base-200)",
    "important-light": "#0a2342",
    "important-dark": "#ffffff",
}


def logo(request) -> str:
    return static("portal/logo.svg")


def style(request) -> str:
    return static("admin_portal/admin.css")


def progress_style(request) -> str:
    return static("admin_portal/progress.css")


def script(request) -> str:
    return static("admin_portal/admin.js")


UNFOLD = {
    "SITE_TITLE": "秘书处管理后台",
    "SITE_HEADER": "秘书处管理后台",
    "SITE_SUBHEADER": "钒钛资源综合利用联盟",
    "SITE_URL": "/",
    "SITE_ICON": logo,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": logo}],
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "4px",
    "COLORS": {"base": BASE, "primary": PRIMARY, "font": FONT},
    "STYLES": [style, progress_style],
    "SCRIPTS": [script],
    "DASHBOARD_CALLBACK": "alliance.portal.admin_dashboard.fill",
    "ENVIRONMENT": "alliance.core.admin_site.environment",
    "ACCOUNT": {"navigation": "alliance.portal.admin_menu.account_links"},
    "COMMAND": {"search_models": True, "show_history": False},
    "SIDEBAR": {
        "show_search": True,
        "command_search": True,
        "show_all_applications": False,
        "navigation": "alliance.portal.admin_menu.menu",
    },
}
