"""Guards on the screen: serious ones in full, others folded; names from a file are no markdown."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def plain(text: str) -> str:
    return text.replace("\\", "").replace("\u2060", "")


def test_serious_guards_stand_open_others_fold_and_hostile_names_are_text() -> None:
    def page() -> None:
        from dashboard.guard_view import show_guards
        from nec_core.analysis.guards import Guard

        show_guards(
            [
                Guard(
                    "immortal_time", "serious", "Groups by *resection* mislead.", "They lived [on](http://x).", "Use."
                ),
                Guard("few_events", "caution", "Few `events`.", "The test is rough.", "Report it."),
                Guard("competing", "note", "Some died otherwise.", "They count.", "See below."),
            ]
        )

    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.exception
    (open_,) = app.warning
    assert open_.value.startswith("**Groups by \\*resection\\* mislead\\.** They lived \\[on\\]\\(http")
    assert plain(open_.value) == "**Groups by *resection* mislead.** They lived [on](http://x). Use."
    assert app.expander[0].label.startswith("Few \\`events\\`")
    assert [plain(e.label) for e in app.expander] == ["Few `events`.", "Some died otherwise."]
    assert [plain(e.markdown[0].value) for e in app.expander] == [
        "The test is rough. Report it.",
        "They count. See below.",
    ]


def test_each_variable_is_asked_about_once_and_what_else_rests_on_it_folds() -> None:
    def page() -> None:
        from dashboard.guard_view import show_guards
        from nec_core.analysis.guards import Guard

        show_guards(
            [
                Guard("maybe_immortal_time", "note", "When was arm known?", "Why.", "Say.", known_of=("arm",)),
                Guard("maybe_immortal_filter", "note", "The filter uses arm.", "Why.", "Say.", known_of=("arm",)),
            ]
        )

    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.exception
    assert [b.label for b in app.button] == ["Yes, at time zero", "Settled later"]
    assert [plain(e.label) for e in app.expander] == ["The filter uses arm."]
    app.button[1].click().run()
    assert app.session_state["known"] == {"arm": "later"}
