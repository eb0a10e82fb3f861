"""Which part of a web page is its text: told by elements, roles and the names of cookie boxes."""

from __future__ import annotations

import re
from typing import Any

from ingest.readers.names import names

NEVER = names(
    "script style noscript template head nav button input select textarea option label svg canvas iframe object embed "
    "audio video map dialog menu datalist progress meter"
)
# Page furniture, but part of the text inside an article or main.
FURNITURE = frozenset({"header", "footer", "aside"})
FURNITURE_ROLES = frozenset({"banner", "contentinfo", "complementary"})
NEVER_ROLES = names("navigation search dialog alertdialog menu menubar toolbar tablist tooltip status alert breadcrumb")
COOKIES = re.compile(
    r"(?:^|[-_\s])(?:cookies?|gdpr|samtykke|cookiebot|onetrust|coi)(?=$|[-_\s])|cookie[-_]?(?:consent|banner|box|bar|boks|info)|consent[-_]?(?:banner|box|modal)",
    re.IGNORECASE,
)
HEADING_TAGS = names("h1 h2 h3 h4 h5 h6")
INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# What `unfold` writes on elements that a click shows, and on what is clicked.
FOLDED = "data-folded"
MENU_ROLES = names("listbox menu dialog tree grid")
# A main element with less of the page's text than this is an empty shell.
MIN_SHARE = 0.2


def is_left_out(element: Any) -> bool:
    """Tell whether an element is no text of the page: menus, scripts, controls, cookie boxes, what is not shown."""
    tag, role = element.tag, (element.get("role") or "").lower()
    if isinstance(tag, str) and element.get(FOLDED):
        return False
    if not isinstance(tag, str) or tag in NEVER or role in NEVER_ROLES:
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if tag in ("html", "body", "main", "article"):
        return False
    if INVISIBLE.search(element.get("style") or ""):
        return True
    if tag in FURNITURE or role in FURNITURE_ROLES:
        return not any(_is_text(above) for above in element.iterancestors())
    return any(COOKIES.search(element.get(name) or "") for name in ("id", "class"))


def unfold(root: Any) -> None:
    """Mark the text that a page folds away and the controls that unfold it, since it is text like any other.

    The pattern is WAI-ARIA's disclosure: a button with `aria-expanded` or `aria-controls`, or a tab, outside menus. Its
    panel is the element that it controls or, where it names none, the hidden one after it. A button is its panel's
    heading, unless it is or stands in one.
    """
    named = {element.get("id"): element for element in root.iter() if isinstance(element.tag, str)}
    for element in root.iter("button", "a", "div", "span", "li", *HEADING_TAGS):
        if not _unfolds(element):
            continue
        panels = [named[name] for name in (element.get("aria-controls") or "").split() if name in named]
        panels = panels or _hidden_after(element)
        text = [panel for panel in panels if panel.tag not in NEVER and (panel.get("role") or "") not in NEVER_ROLES]
        for panel in text:
            panel.set(FOLDED, "panel")
        if (text or not panels) and element.tag not in HEADING_TAGS:
            inside = any(one.tag in HEADING_TAGS for one in element.iterancestors())
            element.set(FOLDED, "text" if inside else "title")


def _unfolds(element: Any) -> bool:
    """Tell whether an element is a control that shows text of the page, and no menu."""
    unfolds = element.get("aria-expanded") is not None or element.get("aria-controls") is not None
    button = element.tag == "button" or (element.get("role") or "") in ("button", "tab")
    if not (unfolds and button) or (element.get("aria-haspopup") or "") in (*MENU_ROLES, "true"):
        return False
    above = list(element.iterancestors())
    if any(one.tag in ("nav", "form") or (one.get("role") or "") in ("navigation", "search") for one in above):
        return False
    return not any(one.tag == "header" for one in above) or any(_is_text(one) for one in above)


def _hidden_after(element: Any) -> list[Any]:
    """Return the hidden element right after a control, or after the heading that the control is in."""
    heading = next((one for one in element.iterancestors() if one.tag in HEADING_TAGS), element)
    after = heading.getnext()
    return [after] if after is not None and isinstance(after.tag, str) and after.get("hidden") is not None else []


def _is_text(element: Any) -> bool:
    return element.tag in ("main", "article") or element.get("role") in ("main", "article")


def text_length(element: Any) -> int:
    """Count the characters that an element shows."""
    from lxml import etree

    count = 0
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, one in walker:
        if event == "start":
            if one is not element and is_left_out(one):
                walker.skip_subtree()
            else:
                count += len((one.text or "").strip())
        elif one is not element:
            count += len((one.tail or "").strip())
    return count


def content(root: Any) -> tuple[Any | None, Any]:
    """Return a title that stands outside the text (or `None`), and the element that holds the text.

    The text is the main element, else the only article, else the body; a shell that holds nearly nothing is passed by.
    """
    body = root.find("body") if root.tag == "html" else root
    body = root if body is None else body
    mains = [one for one in body.iter() if one.tag == "main" or one.get("role") == "main"]
    articles = list(body.iter("article"))
    chosen = mains[0] if len(mains) == 1 else articles[0] if not mains and len(articles) == 1 else None
    if chosen is None or text_length(chosen) < MIN_SHARE * text_length(body):
        return None, body
    titles = [one for one in body.iter("h1") if not any(above.tag == "nav" for above in one.iterancestors())]
    outside = [one for one in titles if chosen not in one.iterancestors()]
    return (outside[0] if len(outside) == 1 == len(titles) else None), chosen
