"""What goes and, above all, what stays."""

from typing import Any

import pytest

from reportedly.read.furniture import is_furniture, is_heading, without_furniture

PARAGRAPH = (
    "Related news of the raid had reached the valley by evening, and the mayor said that nobody slept."
)
HEADLINES = ["Ferry service resumes after storm", "Minister to visit flooded valley on Friday"]


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "ADVERTISEMENT - CONTINUE READING BELOW",
        "Read more",
        "Read more: Ferry service resumes after storm",
        "Also read: Ferry service resumes after storm",
        "Share this article",
        "Facebook Twitter WhatsApp Email",
        "12 comments",
        "Comments (12)",
        "Leave a comment",
        "Tags: ferry, storm, valley",
        "Photo: Jane Doe/AFP",
        "Photo by Jane Doe",
        "Image credit: Reuters",
        "(File photo)",
        "Get short URL",
        "Sign up for our morning newsletter and never miss a story.",
        "Subscribe to our channel",
        "Follow us on Telegram",
        "Follow Jane Doe on Twitter @jdoe.",
        "© 2024 The Port Mail. All rights reserved.",
        "Copyright 2024 The Associated Press. All rights reserved.",
        "This material may not be published, broadcast, rewritten or redistributed.",
        "Get the stories that matter delivered to your inbox every weekday.",
        "We use cookies to improve your visit.",
        "3 min read",
        "Last updated: 3 May 2022, 10:15",
        "https://port.example/a",
    ],
)
def test_furniture_goes(line: Any) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        PARAGRAPH,
        "Source: Iran International",
        "(Reuters)",
        "By Jane Doe with AFP",
        "Reporting by Jane Doe; editing by John Roe",
        "More than 40 people were hurt.",
        "Share prices fell by a tenth.",
        "Follow us into the camp and you will see, he said: there is nothing left.",
        "Photographs of the wreck were published by the ministry.",
        "Comments by the minister caused anger in Kyiv.",
        "Live fire was used, the police said.",
        "Update after update contradicted the army.",
        "Sign of the times: nobody was blamed.",
        "Advertisements for the show were burnt.",
        "Watch towers were hit first, she said.",
        "Top officials said nothing.",
        "Related attacks have killed nine.",
        "Copy of the letter was seen by Reuters.",
        "Subscribe to peace, the marchers shouted at us, the police said.",
    ],
)
def test_what_was_written_stays(line: Any) -> None:
    assert not is_furniture(line)
    assert not is_heading(line)


@pytest.mark.parametrize(
    "heading", ["Related news", "Latest news", "RELATED STORIES:", "Most read", "You may also like"]
)
def test_a_list_of_other_stories_goes_with_its_heading(heading: Any) -> None:
    assert without_furniture([PARAGRAPH, heading, *HEADLINES]) == [PARAGRAPH]


def test_the_list_ends_at_the_first_real_paragraph() -> None:
    after = "He died on Monday."
    assert without_furniture([PARAGRAPH, "Related news", *HEADLINES, after, PARAGRAPH]) == [
        PARAGRAPH,
        after,
        PARAGRAPH,
    ]


def test_a_heading_eats_no_credit_line() -> None:
    assert without_furniture([PARAGRAPH, "Latest news", "Source: Reuters"]) == [PARAGRAPH, "Source: Reuters"]


def test_the_outlets_own_name_alone_goes() -> None:
    assert without_furniture([PARAGRAPH, "The Port Mail"], outlet="The Port Mail") == [PARAGRAPH]
