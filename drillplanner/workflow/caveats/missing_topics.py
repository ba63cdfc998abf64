"""The caveat about topics of drill law of which our file of the state's law holds nothing, in one sentence each.

Schools without a fire drill or a lockdown drill, and open questions that say which drills a plan may lack, are
caveats of their own, and so are drills and chores that are only presumed to bind. What they say is not repeated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from drillplanner.law.coverage.registry import Missing, TopicEntry, load_registry, topic_id
from drillplanner.law.coverage.topics import Topic, topics_of
from drillplanner.model import Caveat, CaveatKind, DrillType
from drillplanner.workflow.caveats.expected_drills import types_added_by_practice
from drillplanner.workflow.prepared import Prepared

#: Topics of which ``schools.py`` names each school that lacks a drill.
_SAID_OF_EACH_SCHOOL = frozenset({Topic.FIRE, Topic.LOCKDOWN})

#: How a caveat begins its list of topics, the gravest first; None: nobody looked.
_LEADS: Mapping[Missing | None, str] = {
    Missing.TEXT_NOT_READ: "There is or may be a law that we did not read, on",
    None: "We did not look for a law on",
    Missing.NONE_FOUND: "We looked for a law, and found none, on",
    Missing.NOT_PLANNED: "There is a law, but a plan cannot show that you follow it:",
}


def missing_topics(prepared: Prepared) -> Iterator[Caveat]:
    """Yield one caveat about the topics that matter for these schools and of which no requirement is on file."""
    state = prepared.workspace.district.state
    entries = load_registry().topics_of(state)
    by_lead: dict[Missing | None, list[Topic]] = defaultdict(list)
    for topic in _topics_without_requirements(prepared):
        entry = entries.get(topic)
        if entry is None or not _is_said_by_a_question(entry, prepared):
            by_lead[None if entry is None else entry.missing].append(topic)
    if not by_lead:
        return
    sentences = (f"{lead} {_named(by_lead[why], entries)}." for why, lead in _LEADS.items() if by_lead[why])
    topics = [topic for why in _LEADS for topic in by_lead[why]]
    ids = ",".join(topic_id(state, topic) for topic in topics)
    phrases, added = [topic.phrase for topic in topics], _added_by_practice(topics, prepared)
    but = f" but what good practice adds ({', '.join(added)})" if added else ""
    yield Caveat(
        kind=CaveatKind.LAW_OPEN,
        text=f"Our text of the law of {prepared.law.packs[0].name} has nothing on some topics: the plan has "
        f"nothing for them{but}. {' '.join(sentences)}",
        answer="Ask your state's school safety office. What it asks for goes into a file in mandates/ "
        f"(docs/add-a-state.md). Settled? drillplanner answer DIR settled={ids}",
        brief=f"We hold no rule of {prepared.law.packs[0].name} on {_joined(phrases)}: the plan has nothing "
        f"for that{but}.",
    )


def _added_by_practice(topics: Collection[Topic], prepared: Prepared) -> list[str]:
    """Return the drills of these topics that good practice adds at some school, as plurals."""
    added = set[DrillType]().union(*types_added_by_practice(prepared).values())
    return [f"{drill_type.phrase}s" for topic in topics for drill_type in sorted(topic.drill_types & added)]


def _topics_without_requirements(prepared: Prepared) -> list[Topic]:
    workspace, defaults = prepared.workspace, prepared.law.fact_defaults
    held: set[Topic] = set(_SAID_OF_EACH_SCHOOL)
    seen: set[tuple[str, str | None]] = set()
    for duty in prepared.duties:
        # The windows of a requirement differ in dates alone, unless each is about one type of drill.
        if (key := (duty.mandate.mandate_id, duty.window.drill_type)) not in seen:
            seen.add(key)
            held.update(topics_of(duty.mandate.requirement, duty.demand))
    return [
        topic
        for topic in Topic
        if topic not in held
        and topic_id(workspace.district.state, topic) not in workspace.district.settled
        and any(topic.matters_at(campus, defaults) for campus in workspace.campuses)
    ]


def _is_said_by_a_question(entry: TopicEntry, prepared: Prepared) -> bool:
    """Check whether an open question says, or said until it was settled, what a plan may lack of the topic."""
    return any(
        question.question_id in entry.see and bool(question.may_lack)
        for pack in prepared.law.packs
        for question in pack.open_questions
    )


def _named(topics: list[Topic], entries: Mapping[Topic, TopicEntry]) -> str:
    """Return the topics as words, each with the ids that say more."""
    ids = {topic: ", ".join(entries[topic].see) if topic in entries else "" for topic in topics}
    return _joined([f"{topic.phrase} ({see})" if see else topic.phrase for topic, see in ids.items()])


def _joined(names: list[str]) -> str:
    if len(names) <= 2:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"
