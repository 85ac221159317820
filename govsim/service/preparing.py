"""A scenario file on a record that has been found, made ready to run or refused with every mistake in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from govsim.documents.law_packs import law_faults
from govsim.documents.overrides import ids_to_override, override_faults
from govsim.documents.scenario_file import ScenarioFile
from govsim.model.bylaws import Bylaws
from govsim.model.events import BylawsAdopted
from govsim.service.bases import Found
from govsim.service.prepared import Prepared, checked
from govsim.whatif.mistakes import Invalid
from govsim.whatif.plan import Plan
from govsim.whatif.planning import plan_of


def prepared_of(file: ScenarioFile, record: str, found: Found, choose: Mapping[str, str] | None = None) -> Prepared:
    """Return an opened scenario ready to run on its record.

    Raises:
        DocumentError: the file has mistakes.
        NotFoundError: there is no such decision or option to choose.
    """
    header = found.base.world.headers[record]
    scenario = file.readable(header.tzinfo)
    plan, mistakes = plan_of(scenario, found.base)
    for mistake in mistakes:
        if isinstance(mistake, Invalid):
            file.invalid(mistake.failure, mistake.model, mistake.location)
        else:
            file.fault(mistake)
    for here, organization, rules in plan.bylaws:
        declared = found.base.world.organizations.get(organization)
        known = ids_to_override(_layers(plan, organization), None if declared is None else declared.law)
        for fault in (*law_faults(here, header, organization, rules), *override_faults(here, rules, known)):
            file.fault(fault)
    file.refuse()
    return Prepared(file, found, plan, scenario, checked(plan, choose or {}))


def _layers(plan: Plan, organization: str) -> Iterator[Bylaws]:
    """Yield all bylaws of an organisation that a scenario can rest on: recorded ones and its own."""
    yield from (its for header in plan.base.world.headers.values() if (its := header.bylaws.get(organization)))
    for event in map(plan.base.event, plan.base.adoptions):
        if isinstance(event, BylawsAdopted) and event.organization == organization and event.bylaws is not None:
            yield event.bylaws
    yield from (its for whose, its in plan.base.added if whose == organization)
    yield from (its for _, whose, its in plan.bylaws if whose == organization)
