"""The test kit passes our format, and fails formats with a hole."""

import pytest
from django.utils.safestring import mark_safe

from comments import text
from comments.testkit import TextFormatTests


class TestOurFormat(TextFormatTests):
    render = staticmethod(text.render)
    excerpt = staticmethod(text.excerpt)
    quote = staticmethod(text.quote)
    excess = staticmethod(text.excess)


def failing(**functions) -> set[str]:
    """The checks that refuse a format."""
    kit = TextFormatTests()
    for name in ("render", "excerpt", "quote", "excess"):
        setattr(kit, name, functions.get(name, getattr(text, name)))
    refused = set()
    for name in [name for name in dir(kit) if name.startswith("test_")]:
        try:
            getattr(kit, name)()
        except AssertionError:
            refused.add(name.removeprefix("test_"))
    return refused


def test_our_format_passes_every_check():
    assert failing() == set()


def unfiltered(source):
    return mark_safe(source)


def decoded_twice(source):
    return mark_safe(text.render(source).replace("&lt;", "<").replace("&gt;", ">"))


def linked_as_text(source):
    return mark_safe(f'<p><a href="{source}">x</a></p>')


def not_safe(source):
    return str(text.render(source)) + ""


def interpolated(comment):
    return f"[quote={comment.author_name}]{comment.body}[/quote]"


@pytest.mark.parametrize(
    ("functions", "check"),
    [
        ({"render": unfiltered}, "s1_only_allowed_elements_leave_the_format"),
        ({"render": unfiltered}, "s2_only_allowed_attributes_leave_the_format"),
        ({"render": unfiltered}, "s3_only_allowed_schemes_leave_the_format"),
        ({"render": linked_as_text}, "s4_automatic_links_stay_in_their_attribute"),
        (
            {"render": unfiltered, "quote": interpolated},
            "s5_quoted_names_make_no_markup",
        ),
        ({"render": decoded_twice}, "s6_what_was_escaped_stays_escaped"),
        ({"render": unfiltered}, "s7_another_parser_reads_the_same_document"),
        ({"render": unfiltered}, "nothing_leaks_out_of_the_container"),
        ({"render": unfiltered}, "no_forbidden_character_leaves_the_format"),
        ({"render": not_safe}, "render_is_pure_and_gives_a_safe_string"),
        (
            {"excerpt": lambda source, _: source},
            "excerpt_is_plain_text_of_the_length_that_was_asked_for",
        ),
        (
            {"excerpt": lambda source, length: mark_safe(text.excerpt(source, length))},
            "excerpt_is_plain_text_of_the_length_that_was_asked_for",
        ),
        ({"excess": lambda _source: None}, "excess_names_the_limit_with_both_figures"),
        (
            {"excess": lambda source: text.Excess("length", 9, 9) if len(source) > 9 else None},
            "excess_names_the_limit_with_both_figures",
        ),
    ],
)
def test_the_kit_finds_a_hole(functions, check):
    assert check in failing(**functions)
