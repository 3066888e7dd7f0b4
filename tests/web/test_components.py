"""The ground of every page: tokens, templates, icons, and the living style page."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django_cotton.compiler_regex import CottonCompiler

from guildhall.web.people.narrowing import NarrowingForm
from guildhall.web.shared.markup import addresses, fill
from guildhall.web.templatetags import hall_bars, hall_charts, hall_labels, hall_people
from guildhall.web.templatetags.hall_files import STATIC, css_files, icon, icon_names

TEMPLATES = STATIC.parent / "templates"
PYTHON = STATIC.parent
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "cotton").glob("*.html"))
# Parts of other components, never written on a page.
INNER = {"field_errors"}
# What a cotton component or a tag calls an icon.
ICON_NAME = re.compile(r"""(?:\{%\s*icon\s+|\bicon(?:_after)?=)["']([a-z0-9-]+)["']""")


def template_files() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def colors() -> dict[str, tuple[str, str]]:
    """Each token with its light and its dark value."""
    text = (STATIC / "css" / "tokens.css").read_text()
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", text)
    return {name: (light, dark) for name, light, dark in pairs}


def luminance(color: str) -> float:
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT_ON = [
    *[(ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "surface")],
    *[(ink, "sunken") for ink in ("ink", "ink-2", "ink-3")],
    *[("brand", ground) for ground in ("paper", "surface", "brand-tint", "hover")],
    *[(f"{hue}-ink", f"{hue}-tint") for hue in ("amber", "lake", "brick", "plum")],
    *[(f"{hue}-ink", "surface") for hue in ("amber", "lake", "brick", "plum")],
    *[("ink", f"{hue}-tint") for hue in ("brand", "amber", "lake", "brick", "plum")],
    *[("ink-2", ground) for ground in ("brand-tint", "amber-tint", "chip", "hover")],
    ("glow", "hall"),
    ("on-brand", "brand"),
    ("ink", "bar-share"),
]
SHAPES_ON = [
    *[("control", ground) for ground in ("paper", "surface", "sunken")],
    *[(mark, "surface") for mark in ("brand", "amber", "lake", "brick", "plum", "mark", "paused")],
]


class TestTokens:
    @pytest.mark.parametrize(("ink", "ground"), TEXT_ON)
    @pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
    def test_text_can_be_read(self, ink, ground, theme):
        assert contrast(colors()[ink][theme], colors()[ground][theme]) >= 4.5

    @pytest.mark.parametrize(("mark", "ground"), SHAPES_ON)
    @pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
    def test_shapes_can_be_told(self, mark, ground, theme):
        assert contrast(colors()[mark][theme], colors()[ground][theme]) >= 3

    def test_colors_are_written_only_in_tokens(self):
        strangers = {}
        for name in css_files():
            if name.startswith("vendor/") or name in ("css/tokens.css", "css/print.css"):
                continue
            found = re.findall(r"#[0-9a-fA-F]{3,8}\b(?![\w-])", (STATIC / name).read_text())
            # The ground of a code to be scanned is white in both themes.
            if set(found) - {"#ffffff"}:
                strangers[name] = found
        assert strangers == {}

    def test_every_color_that_is_used_is_a_token(self):
        known = set(re.findall(r"(--[\w-]+):", (STATIC / "css" / "tokens.css").read_text()))
        used = {
            variable
            for name in css_files()
            if not name.startswith("vendor/")
            for variable in re.findall(r"var\((--[\w-]+)", (STATIC / name).read_text())
        }
        assert used - known == set()


class TestStylesheets:
    def test_no_class_is_also_one_of_tabler(self):
        tabler = (STATIC / "vendor" / "tabler.css").read_text()
        theirs = set(re.findall(r"\.([a-zA-Z_][\w-]*)", re.sub(r"url\([^)]*\)", "", tabler)))
        ours = {
            name
            for path in css_files()
            if not path.startswith("vendor/")
            for name in re.findall(r"\.([a-zA-Z][\w-]*)", bare_css(STATIC / path))
        }
        # The same thing under the same name.
        assert ours & theirs == {"visually-hidden"}

    def test_every_rule_is_in_a_layer(self):
        for path in css_files():
            if path in ("css/fonts.css", "css/layers.css") or path.startswith("vendor/"):
                continue
            outside = re.sub(r"@layer [a-z]+ \{.*?\n\}", "", bare_css(STATIC / path), flags=re.S)
            assert outside.strip() == "", path

    def test_nothing_comes_from_another_host(self):
        for path in [*(STATIC / name for name in css_files()), *(STATIC / "js").rglob("*.js")]:
            assert not re.search(r"url\([\"']?(https?:)?//", path.read_text()), path


def bare_css(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)


class TestTemplates:
    def test_no_inline_style_script_or_handler(self):
        """The content policy refuses them, so the page would silently lack them."""
        wrong = []
        for path in template_files():
            if "mail" in path.relative_to(TEMPLATES).parts[0]:
                continue
            text = path.read_text()
            if re.search(r"\sstyle\s*=", text) or re.search(r"<[^>]+\son[a-z]+\s*=", text):
                wrong.append(path.name)
            for script in re.findall(r"<script\b([^>]*)>", text):
                if "src=" not in script and 'type="application/json"' not in script:
                    wrong.append(path.name)
        assert wrong == []

    def test_every_icon_is_in_the_sprite(self):
        sources = [*template_files(), *PYTHON.rglob("*.py")]
        named = {name for path in sources for name in ICON_NAME.findall(path.read_text())}
        assert named - icon_names() == set()
        sprite = (STATIC / "vendor" / "icons.svg").read_text()
        assert set(re.findall(r'symbol id="([^"]+)"', sprite)) == icon_names()

    def test_an_unknown_icon_says_what_to_do(self):
        with pytest.raises(ValueError, match=r"Add it to icons\.txt"):
            icon("hammock")

    @pytest.mark.parametrize("path", template_files(), ids=lambda path: path.name)
    def test_compiles(self, path):
        get_template(str(path.relative_to(TEMPLATES)))

    def test_the_reference_names_every_component(self):
        reference = Path(__file__).parents[2] / "docs" / "reference" / "components.md"
        text = reference.read_text()
        written = {name.replace("-", "_") for name in re.findall(r"<c-([a-z-]+)", text)}
        assert set(COMPONENTS) - written == INNER


class TestMarks:
    def test_initials_leave_titles_out(self):
        assert hall_people.initials("Dr. Ruth Adeyemi") == "RA"
        assert hall_people.initials("Noor") == "N"
        assert hall_people.initials("Prof. Dr. Ida van der Lund") == "IL"
        assert hall_people.initials("") == ""

    def test_names_are_escaped(self):
        chip = hall_people.person_chip("<b>Ana</b>", role="A & B")
        assert "<b>" not in chip
        assert "A &amp; B" in chip

    def test_a_state_is_word_and_shape(self):
        pill = hall_labels.status("person")
        assert "shape-person" in pill
        assert "Needs a person" in pill
        with pytest.raises(ValueError, match="States: track"):
            hall_labels.status("sleepy")

    def test_a_badge_of_nothing_is_nothing(self):
        assert hall_labels.count_badge(0, "unread") == ""
        assert "99+" in hall_labels.count_badge(250, "unread")

    def test_meter_is_clamped_and_says_its_words(self):
        assert 'width="92%"' in hall_bars.meter(23, 25)
        assert 'aria-label="23 of 25"' in hall_bars.meter(23, 25)
        assert 'width="100%"' in hall_bars.meter(30, 25).split("meter-brand")[1]
        assert 'width="0%"' in hall_bars.meter(0, 0)

    def test_bar_by_state_fills_its_width(self):
        bar = hall_bars.state_bar(person=1, nudge=0, track=999)
        widths = [float(width) for width in re.findall(r'width="([\d.]+)%" height="10"', bar)]
        assert sum(widths) == pytest.approx(100, abs=0.1)
        assert min(widths) > 1
        assert hall_bars.state_bar() == ""

    def test_one_mark_is_one_pair(self):
        marks = hall_charts.pair_marks({"person": 2, "nudge": 3, "track": 40})
        desktop, phone = marks.split("only-phone")
        for grid in (desktop, phone):
            dots = re.search(r'mark-track" d="([^"]+)"', grid)
            assert dots
            assert dots[1].count("M") == 40
        assert "45 pairs: 2 need a person, 3 worth a nudge, 40 on track" in marks

    def test_histogram_carries_its_table(self):
        chart = hall_charts.histogram([(40, 3), (50, 0), (60, 5)], median=58, caption="Everyone")
        assert re.findall(r"<td>(\d+)</td>", chart) == ["3", "0", "5"]
        assert chart.count('class="chart-bar"') == 2
        assert hall_charts.histogram([]) == ""

    def test_tags_are_there_without_loading(self):
        page = Template('{% icon "phone" %}{% status "track" %}{% date_tile "2026-11-25" %}')
        html = page.render(Context())
        assert "#phone" in html
        assert "Nov 25, 2026" in html


class TestStylePage:
    def test_shows_every_component(self, sign_in):
        sheet = "".join(path.read_text() for path in (TEMPLATES / "style").glob("*.html"))
        shown = {name.replace("-", "_") for name in re.findall(r"<c-([a-z-]+)", sheet)}
        # These stand inside others, or on the shell.
        inside = INNER | {"field", "form_stack", "form_row"}
        assert set(COMPONENTS) - shown - inside - {"slot"} == set()
        answer = sign_in("maren").get("/style/")
        assert answer.status_code == 200
        assert answer.content.count(b'class="style-sheet"') == 2

    def test_ids_are_unique(self, sign_in):
        html = sign_in("maren").get("/style/").content.decode()
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert sorted({name for name in ids if ids.count(name) > 1}) == []

    def test_is_for_those_who_run_programs(self, sign_in, client):
        assert sign_in("noor").get("/style/").status_code == 404
        assert client.get("/style/").status_code == 302


def test_rows_escape_what_people_wrote():
    bad = '<script>"&'
    assert fill("<i>{}</i>{}", bad, SafeString("<b>")) == "<i>&lt;script&gt;&quot;&amp;</i><b>"
    assert fill("{}", 3) == "3"
    assert addresses("person")(7) == "/people/7/"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["unit", "part", "skill", "role", "presence"])
def test_a_filter_field_is_drawn_like_any_field(name):
    form = NarrowingForm({"part": "guide", "skill": 'a "b" <c>'}, organizations=[])
    form._errors = {}  # an error is the business of c-field alone
    context = Context({"field": form[name]})
    quick = Template("{% filter_field field %}").render(context)
    cotton = CottonCompiler().process('<c-field :field="field" hide_label="yes" />')
    assert tags(quick) == tags(Template(cotton).render(context))


def tags(html: str) -> list[str]:
    """Tags and words, without the space between them."""
    parts = re.findall(r"<[^>]+>|[^<]+", html)
    return [" ".join(part.replace(" >", ">").split()) for part in parts if part.strip()]
