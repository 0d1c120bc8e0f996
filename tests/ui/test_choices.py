"""Choices made faster than the page runs."""

from tests.ui.test_pages import LAST_MOMENT, Visit, sound


def test_choices_that_come_before_the_address_has_changed_are_kept(visit: Visit) -> None:
    """A browser sends the address that it has, which may be that before the choice before."""
    at = sound(visit("unregistered", as_of=LAST_MOMENT))
    old = dict(at.query_params)
    at.multiselect(key="state").set_value(["none"]).run()
    assert at.query_params["state"] == "none"
    at.query_params.clear()
    at.query_params.update(old)
    at.multiselect(key="state").set_value(["none", "executive_only"]).run()
    assert at.multiselect(key="state").value == ["none", "executive_only"]
    # So are those of the other widgets.
    at.query_params.clear()
    at.query_params.update(old)
    at.multiselect(key="in").set_value(["20"]).run()
    assert at.multiselect(key="state").value == ["none", "executive_only"]
    assert at.multiselect(key="in").value == ["20"]
    assert at.query_params["in"] == "20"
    # Back and forth in the browser changes the address and no widget.
    at.query_params.clear()
    at.query_params.update(old)
    at.run()
    assert at.multiselect(key="state").value == []
    assert at.multiselect(key="in").value == []


def test_a_choice_in_the_browser_is_not_written_over_while_the_page_runs(visit: Visit) -> None:
    at = sound(visit("unregistered", as_of=LAST_MOMENT, state=["none"], q="บ้าน"))
    assert at.multiselect(key="state").proto.set_value
    at.multiselect(key="state").set_value(["none", "complete"]).run()
    at.text_input(key="q").set_value("คลอง").run()
    assert not at.multiselect(key="state").proto.set_value
    assert not at.text_input(key="q").proto.set_value
    assert not at.selectbox(key="as_of").proto.set_value
    # In another language its options have other names, and it is told anew what it holds.
    at.get_by_key("lang").set_value("en").run()
    assert at.multiselect(key="state").value == ["none", "complete"]
    assert at.multiselect(key="state").proto.set_value
