"""Making programs, changing, duplicating and archiving them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.competencies.queries.frameworks import framework_for, may_use
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.directory.models import Organization
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import CHANGE_PROGRAM
from guildhall.programs.actions.events import (
    PROGRAM_ARCHIVED,
    PROGRAM_CHANGED,
    PROGRAM_CREATED,
    PROGRAM_RESTORED,
)
from guildhall.programs.criteria import require_criteria, with_wishes
from guildhall.programs.eligibility import read_eligibility
from guildhall.programs.models import Program
from guildhall.programs.plan import PLAN_KEYS, plan_from, require_plan, wishes_of
from guildhall.programs.program_template import ProgramTemplate
from guildhall.programs.question_specs import baseline_specs, question_specs
from guildhall.programs.states import Side
from guildhall.programs.template_files import load_template
from guildhall.questions.actions.sets import copy_question_set, make_question_set

OWN_FIELDS = ("name", "summary", "criteria", "eligibility", "framework")


def create_program(
    *,
    organization: Organization,
    template_key: str,
    name: str,
    by: Actor,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
) -> Program:
    """A program from a template, whose words, plan, criteria and questions are copied in.

    `changes` replaces parts: summary, criteria, eligibility, framework, partners (organizations),
    or any part of the plan by its key in the template file. Refuses a name that a running program
    of the organization has, and parts that their schema refuses.
    """
    require(STAFF_ORGANIZATION, by, organization)
    changed = dict(changes or {})
    partners = changed.pop("partners", ())
    template = load_template(template_key)
    program = Program(
        organization=organization,
        name=name.strip(),
        summary=template.summary[:250],
        kind=template.kind,
        template_key=template.key,
        plan=plan_from(template),
        criteria=template.match,
        framework=framework_for(organization, template.framework),
        created_at=at,
    )
    _apply(program, changed)
    with transaction.atomic():
        _refuse_taken_name(program)
        _copy_questions(program, template, at=at)
        program.save()
        program.partners.set(partners)
        record(PROGRAM_CREATED, by=by, subject=program, at=at, organization_id=organization.pk)
    return program


def change_program(*, program: Program, by: Actor, at: datetime, **values: Any) -> Program:
    """Change name, summary, criteria, eligibility, framework, partners or parts of the plan.

    Pairs that run already keep what they began with, and passports their framework. Where a side
    newly says whom it would like to work with, the criteria give points for it from the next
    draft on.
    """
    require(CHANGE_PROGRAM, by, program)
    partners = values.pop("partners", None)
    _apply(program, values)
    with transaction.atomic():
        _refuse_taken_name(program)
        program.save()
        if partners is not None:
            program.partners.set(partners)
        record(
            PROGRAM_CHANGED,
            by=by,
            subject=program,
            at=at,
            organization_id=program.organization_id,
        )
    return program


def duplicate_program(*, program: Program, name: str, by: Actor, at: datetime) -> Program:
    """A program with the same words, plan, criteria and questions, and no people in it."""
    require(CHANGE_PROGRAM, by, program)
    require(STAFF_ORGANIZATION, by, program.organization)
    twin = Program(
        organization=program.organization,
        name=name.strip(),
        summary=program.summary,
        kind=program.kind,
        template_key=program.template_key,
        plan=program.plan,
        criteria=program.criteria,
        eligibility=program.eligibility,
        framework=program.framework,
        created_at=at,
    )
    with transaction.atomic():
        _refuse_taken_name(twin)
        twin.guide_questions = copy_question_set(program.guide_questions, at=at)
        twin.learner_questions = copy_question_set(program.learner_questions, at=at)
        twin.baseline_questions = copy_question_set(program.baseline_questions, at=at)
        twin.save()
        twin.partners.set(program.partners.all())
        record(
            PROGRAM_CREATED,
            by=by,
            subject=twin,
            at=at,
            organization_id=twin.organization_id,
            copied_from=program.pk,
        )
    return twin


def archive_program(*, program: Program, by: Actor, at: datetime) -> Program:
    """Put a program away: nobody can join it any more; running pairs go on. It can come back."""
    require(CHANGE_PROGRAM, by, program)
    if program.archived_at is not None:
        raise WrongState(_("This program is in the archive already."))
    return _set_archived(program, archived_at=at, kind=PROGRAM_ARCHIVED, by=by, at=at)


def restore_program(*, program: Program, by: Actor, at: datetime) -> Program:
    """Take a program out of the archive. Refuses while another one runs under its name."""
    require(CHANGE_PROGRAM, by, program)
    if program.archived_at is None:
        raise WrongState(_("This program is not in the archive."))
    _refuse_taken_name(program)
    return _set_archived(program, archived_at=None, kind=PROGRAM_RESTORED, by=by, at=at)


def _set_archived(
    program: Program, *, archived_at: datetime | None, kind: str, by: Actor, at: datetime
) -> Program:
    with transaction.atomic():
        program.archived_at = archived_at
        program.save(update_fields=["archived_at"])
        record(kind, by=by, subject=program, at=at, organization_id=program.organization_id)
    return program


def _apply(program: Program, values: Mapping[str, Any]) -> None:
    unknown = set(values) - {*OWN_FIELDS, *PLAN_KEYS}
    if unknown:
        raise ValueError(f"A program has no {', '.join(sorted(unknown))}.")
    plan = {**program.plan, **{key: values[key] for key in PLAN_KEYS if key in values}}
    plan = {key: value for key, value in plan.items() if value is not None}
    require_plan(plan)
    if "criteria" in values:
        require_criteria(values["criteria"])
    if "eligibility" in values:
        read_eligibility(values["eligibility"])
    if not str(values.get("name", program.name)).strip():
        raise InvalidInput(_("The program needs a name."), {"name": _("Give it a name.")})
    program.plan = plan
    for key in OWN_FIELDS:
        if key in values:
            value = values[key]
            setattr(program, key, value.strip() if isinstance(value, str) else value)
    if values.get("framework") is not None:
        _refuse_unfit_framework(program)
    if "wishes" in values:
        _count_wishes(program)


def _count_wishes(program: Program) -> None:
    """Whoever may say whom they would like to work with, gets points where it comes true."""
    wishes = wishes_of(program.plan)
    for side in Side.values:
        if wishes.is_asked_of(side):
            word = program.word(side)
            program.criteria = with_wishes(program.criteria, side, word=word)


def _refuse_unfit_framework(program: Program) -> None:
    assert program.framework is not None
    if not program.is_evaluative:
        raise InvalidInput(
            _("This program does not assess anybody, so it has no framework."),
            {"framework": _("Leave it empty.")},
        )
    if not may_use(program.organization, program.framework):
        raise InvalidInput(
            _("This framework cannot be used here."),
            {"framework": _("Choose one that is published for this organization.")},
        )


def _refuse_taken_name(program: Program) -> None:
    if not program.name:
        raise InvalidInput(_("The program needs a name."), {"name": _("Give it a name.")})
    others = Program.objects.filter(
        organization_id=program.organization_id,
        name__iexact=program.name,
        archived_at__isnull=True,
    ).exclude(pk=program.pk)
    if others.exists():
        raise InvalidInput(
            _("A program with this name is running already."),
            {"name": _("Choose another name, with the year for instance.")},
        )


def _copy_questions(program: Program, template: ProgramTemplate, *, at: datetime) -> None:
    program.guide_questions = make_question_set(
        question_specs(template.questions_for(Side.GUIDE)), at=at, title=template.words.guide
    )
    program.learner_questions = make_question_set(
        question_specs(template.questions_for(Side.LEARNER)), at=at, title=template.words.learner
    )
    program.baseline_questions = make_question_set(
        baseline_specs(template.baseline), at=at, title="baseline"
    )
