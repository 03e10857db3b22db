"""`<darkroom-upload>` as a field of forms."""

from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Service, intercept_upload
from tests.browser.test_component import ROWS, Shown, add, ready
from tests.browser.upload_site import UploadSite, seen

FIELD = '<darkroom-upload id="{name}" name="{name}" endpoint="/uploads" {attributes}></darkroom-upload>'
FORM = (
    '<form action="/form" method="post"><label for="cover">Cover</label> {fields}'
    '<button id="send">Send</button> <button id="reset" type="reset">Reset</button></form>'
)


def form(*fields: tuple[str, str], extra: str = "") -> str:
    html = "".join(FIELD.format(name=name, attributes=attributes) for name, attributes in fields)
    return FORM.format(fields=html + extra)


def test_a_form_submits_the_values_of_its_fields(
    show_component: Shown, site: UploadSite, photos: list[Path]
) -> None:
    page = show_component(form(("cover", "required"), ("gallery", "multiple"), ("empty", "")))
    add(page, photos[0], element="#cover")
    add(page, *photos[1:3], element="#gallery")
    expect(ready(page)).to_have_count(3)
    cover, first, second = (page.evaluate(f"{field}") for field in VALUES)
    page.click("#send")
    expect(page.get_by_text("Thanks")).to_be_visible()
    assert site.submitted == [[("cover", cover), ("gallery", first), ("gallery", second), ("empty", "")]]
    assert cover.startswith("signed:")


VALUES = ("cover.value", "gallery.value.split(' ')[0]", "gallery.value.split(' ')[1]")


def test_a_form_waits_for_a_required_image_until_it_has_arrived(
    show_component: Shown, service: Service, site: UploadSite, photos: list[Path]
) -> None:
    page = show_component(form(("cover", "required")))
    page.click("#send")
    assert page.evaluate("[cover.validity.valueMissing, cover.validationMessage]") == [True, "Add an image."]
    assert page.evaluate("document.activeElement.id") == "cover"
    held: list[Route] = []
    intercept_upload(page, service, held.append)
    with page.expect_request(service.storage):
        add(page, photos[0])
    page.click("#send")
    message = "Wait until the upload has finished."
    assert page.evaluate("[cover.validity.customError, cover.validationMessage]") == [True, message]
    assert page.evaluate("cover.matches(':state(uploading)')")
    held[0].continue_()
    expect(ready(page)).to_have_count(1)
    assert page.evaluate("cover.checkValidity() && cover.matches(':state(ready):valid')")
    page.click("#send")
    expect(page.get_by_text("Thanks")).to_be_visible()
    assert len(site.submitted) == 1


def test_a_failed_upload_is_not_lost_silently(show_component: Shown, tmp_path: Path) -> None:
    (tmp_path / "fake.jpg").write_bytes(b"not an image" * 100)
    page = show_component(form(("cover", "")))
    add(page, tmp_path / "fake.jpg")
    expect(page.locator(f"{ROWS}[data-state=failed]")).to_have_count(1)
    assert page.evaluate("cover.reportValidity()") is False
    message = "An image could not be uploaded. Remove it, or upload it again."
    assert page.evaluate("cover.validationMessage") == message
    page.get_by_role("button", name="Remove fake.jpg").click()
    assert page.evaluate("cover.reportValidity()") is True


def test_a_value_from_before_is_submitted_until_a_new_image_replaces_it(
    show_component: Shown, site: UploadSite, photos: list[Path]
) -> None:
    page = show_component(form(("cover", 'value="signed:before" required')))
    assert page.evaluate("cover.value") == "signed:before"
    expect(page.locator(ROWS)).to_contain_text("Uploaded image")
    add(page, photos[0])
    expect(ready(page)).to_have_count(1)
    expect(page.locator(ROWS)).to_have_count(1)
    assert page.evaluate("cover.value") == seen(page, "uploaded")[0]["value"]
    page.click("#reset")
    assert page.evaluate("cover.value") == "signed:before"
    page.get_by_role("button", name="Remove Uploaded image").click()
    assert page.evaluate("[cover.value, cover.checkValidity()]") == ["", False]
    page.evaluate("cover.value = 'signed:set'")
    page.click("#send")
    expect(page.get_by_text("Thanks")).to_be_visible()
    assert site.submitted == [[("cover", "signed:set")]]


def test_a_disabled_field_takes_nothing_and_submits_nothing(show_component: Shown, site: UploadSite) -> None:
    fields = FIELD.format(name="cover", attributes='value="signed:before"')
    page = show_component(
        f'<form action="/form" method="post"><fieldset disabled>{fields}</fieldset><button>Send'
    )
    expect(page.get_by_role("button", name="Choose an image")).to_be_disabled()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thanks")).to_be_visible()
    assert site.submitted == [[]]
    page = show_component(f"<form>{fields}</form>")
    page.evaluate("cover.disabled = true")
    expect(page.get_by_role("button", name="Choose an image")).to_be_disabled()


# Chromium restores no form fields in tests, not even those of its own.
KEEP = """
const { setFormValue } = ElementInternals.prototype;
ElementInternals.prototype.setFormValue = function (value, state) {
  if (state && state !== "[]") sessionStorage.setItem("state", state);
  return setFormValue.call(this, value, state);
};
"""


def test_the_images_are_shown_again_when_the_browser_restores_the_form(
    show_component: Shown, photos: list[Path]
) -> None:
    page = show_component(form(("cover", "")), images="*")
    page.add_init_script(KEEP)
    page.reload()
    add(page, photos[0])
    expect(ready(page)).to_have_count(1)
    value = page.evaluate("cover.value")
    page.reload()
    page.evaluate("cover.formStateRestoreCallback(sessionStorage.getItem('state'), 'restore')")
    expect(ready(page)).to_contain_text(photos[0].name)
    assert page.evaluate("cover.value") == value
    assert seen(page, "uploaded") == []


def test_the_csrf_token_of_the_form_and_the_headers_are_sent_to_the_endpoint(
    show_component: Shown, site: UploadSite, photos: list[Path]
) -> None:
    hidden = '<input type="hidden" name="csrfmiddlewaretoken" value="secret">'
    attributes = 'csrf-field="csrfmiddlewaretoken" csrf-header="X-CSRFToken"'
    page = show_component(form(("cover", attributes), extra=hidden))
    page.evaluate("cover.headers = { 'X-Page': 'shop' }")
    add(page, photos[0])
    expect(ready(page)).to_have_count(1)
    [(_, headers)] = site.requests
    assert (headers["X-CSRFToken"], headers["X-Page"]) == ("secret", "shop")


def test_a_label_names_the_field_and_opens_the_file_chooser(show_component: Shown) -> None:
    page = show_component(form(("cover", "")))
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    groups = [node["name"]["value"] for node in tree if node.get("role", {}).get("value") == "group"]
    assert groups == ["Cover"]
    with page.expect_file_chooser():
        page.get_by_text("Cover").click()


def test_properties_that_were_set_before_the_script_loaded_count(
    show_component: Shown, photos: list[Path], site: UploadSite
) -> None:
    page: Page = show_component("<p>Nothing yet</p>")
    page.evaluate(
        """() => {
          const element = document.implementation.createHTMLDocument("").createElement("darkroom-upload");
          const early = { id: "late", endpoint: "/uploads", headers: { "X-Page": "early" }, multiple: true };
          Object.assign(element, early);
          document.body.append(element);
        }"""
    )
    add(page, photos[0])
    expect(ready(page)).to_have_count(1)
    [(_, headers)] = site.requests
    assert headers["X-Page"] == "early"
    expect(page.get_by_role("button", name="Choose images")).to_be_visible()
