"""Effects on what the alliance goes by: 表决规则, 文件, 工作计划, 督办事项."""

from datetime import date

from alliance.core import audit
from alliance.core.dates import day_words
from alliance.core.errors import DomainError, WrongState
from alliance.core.models import StoredFile
from alliance.core.transitions import run_transition
from alliance.core.writing import lock, save_record
from meetings.effects.base import (
    Deed,
    Handler,
    check_same_world,
    day_of,
    in_terms,
    nothing_before,
    replaced_by,
    still_there,
)
from meetings.enums import ActionState, PlanState
from meetings.models import ActionItem, ResolutionEffect, VotingRule
from meetings.models.rule import RuleFields
from meetings.services.work_plan import adopt_work_plan, withdraw_work_plan
from members.enums import Body
from members.models import LibraryDocument, Unit
from members.services.library import add_version

RULE_FIELDS = tuple(field.name for field in RuleFields._meta.fields)


class RuleHandler(Handler):
    """`content`: body, valid_from (or None: the day of adoption) and every field of `RuleFields`."""

    def plan(self, effect: ResolutionEffect, content: dict) -> str:
        effect.terms = {name: in_terms(content[name]) for name in ("body", *RULE_FIELDS)}
        starts_on = content.get("valid_from")
        effect.terms["valid_from"] = starts_on.isoformat() if starts_on else ""
        since = f"，自{day_words(starts_on)}起施行" if starts_on else ""
        return f"修订{Body(content['body']).label}表决规则{since}"

    def carry_out(self, deed: Deed) -> None:
        terms = deed.effect.terms
        deed.effect.rule = self._enter(
            deed, terms["body"], day_of(terms, "valid_from") or deed.day, {n: terms[n] for n in RULE_FIELDS}
        )

    def take_back(self, deed: Deed) -> None:
        """The rule that stood before stands again; one that has not come into force never does."""
        rule = deed.effect.rule
        if rule.valid_from > deed.day:
            deed.effect.rule = None
            rule._history_user = deed.actor
            deed.effect.save(update_fields=["rule"])
            rule.delete()
            return
        newer = VotingRule.objects.filter(body=rule.body, is_example=rule.is_example)
        if newer.filter(valid_from__gt=rule.valid_from, valid_from__lte=deed.day).exists():
            return
        if replaced_by(deed, body=rule.body):
            return
        before = newer.filter(valid_from__lt=rule.valid_from).order_by("-valid_from").first()
        if before is None:
            raise nothing_before("表决规则")
        self._enter(deed, rule.body, deed.day, {name: getattr(before, name) for name in RULE_FIELDS})

    def _enter(self, deed: Deed, body: str, valid_from: date, fields: dict) -> VotingRule:
        rule = VotingRule(
            body=body, valid_from=valid_from, basis=deed.basis, is_example=deed.is_example, **fields
        )
        save_record(rule, actor=deed.actor, reason=deed.basis)
        audit.record(
            actor=deed.actor,
            obj=rule,
            action="meetings.votingrule.adopt",
            label="施行表决规则",
            reason=deed.basis,
        )
        return rule


class DocumentHandler(Handler):
    """`content`: document, stored (StoredFile), label, effective_on, note. Adopting makes the next version of it."""

    def plan(self, effect: ResolutionEffect, content: dict) -> str:
        document, effective_on = content["document"], content.get("effective_on")
        check_same_world(effect, document.is_example, "document")
        if content.get("stored") is None:
            raise DomainError("请上传文件。", field="stored")
        effect.terms = {
            "document": document.pk,
            "stored": content["stored"].pk,
            "label": content.get("label", ""),
            "effective_on": effective_on.isoformat() if effective_on else "",
            "note": content.get("note", ""),
        }
        label = f"（{content['label']}）" if content.get("label") else ""
        return f"通过《{document}》{label}"

    def carry_out(self, deed: Deed) -> None:
        terms = deed.effect.terms
        deed.effect.document_version = add_version(
            actor=deed.actor,
            document=still_there(LibraryDocument, terms["document"], "文件资料"),
            stored=still_there(StoredFile, terms["stored"], "文件"),
            label=terms["label"],
            adopted_on=deed.day,
            effective_on=day_of(terms, "effective_on") or deed.day,
            basis=deed.basis,
            note=terms["note"],
        )

    def take_back(self, deed: Deed) -> None:
        """The version before comes again as the newest one, since versions are never taken away."""
        version = deed.effect.document_version
        document = version.document
        if document.versions.first() != version or replaced_by(deed, document=document.pk):
            return
        before = document.versions.filter(number__lt=version.number).first()
        if before is None:
            raise nothing_before("文件版本")
        add_version(
            actor=deed.actor,
            document=document,
            stored=before.stored,
            label=before.label,
            adopted_on=deed.day,
            effective_on=deed.day,
            basis=deed.basis,
            note=f"恢复第{before.number}版",
        )


class WorkPlanHandler(Handler):
    """`content`: work_plan."""

    def plan(self, effect: ResolutionEffect, content: dict) -> str:
        plan = content["work_plan"]
        check_same_world(effect, plan.is_example, "work_plan")
        if plan.state != PlanState.DRAFT:
            raise DomainError("该工作计划已经通过。", field="work_plan")
        effect.work_plan = plan
        return f"通过{plan}"

    def carry_out(self, deed: Deed) -> None:
        plan = deed.effect.work_plan
        deed.effect.work_plan = adopt_work_plan(actor=deed.actor, plan=plan, reason=deed.basis)

    def take_back(self, deed: Deed) -> None:
        plan = lock(deed.effect.work_plan)
        if plan.state == PlanState.CLOSED:
            raise WrongState(f"{plan}已经总结，不能撤销。")
        if plan.state == PlanState.ADOPTED:
            withdraw_work_plan(actor=deed.actor, plan=plan, reason=deed.basis)


class ActionHandler(Handler):
    """`content`: task, body, office, unit, all_units, due_text, due_on."""

    FIELDS = ("task", "body", "office", "unit", "all_units", "due_text", "due_on")

    def plan(self, effect: ResolutionEffect, content: dict) -> str:
        if unit := content.get("unit"):
            check_same_world(effect, unit.is_example, "unit")
        if not any(content.get(name) for name in ("body", "office", "unit", "all_units")):
            raise DomainError("请填写责任方：机构、职务、单位或各成员单位。", field="body")
        effect.terms = {name: in_terms(content.get(name)) for name in self.FIELDS}
        return f"督办：{content['task']}"

    def carry_out(self, deed: Deed) -> None:
        terms = deed.effect.terms
        unit = still_there(Unit, terms["unit"], "单位") if terms.get("unit") else None
        last = deed.point.actions.order_by("order").last()
        action = ActionItem(
            resolution=deed.point,
            task=terms["task"],
            body=terms.get("body") or "",
            office=terms.get("office") or "",
            unit=unit,
            all_units=bool(terms.get("all_units")),
            due_text=terms.get("due_text") or "",
            due_on=day_of(terms, "due_on"),
            order=last.order + 1 if last else 0,
        )
        save_record(action, actor=deed.actor, reason=deed.basis)
        audit.record(
            actor=deed.actor,
            obj=action,
            action="meetings.actionitem.order",
            label="部署督办事项",
            reason=deed.basis,
        )
        deed.effect.action = action

    def take_back(self, deed: Deed) -> None:
        """Not pursued any more; what is done is done."""
        if lock(deed.effect.action).state == ActionState.OPEN:
            run_transition(actor=deed.actor, obj=deed.effect.action, name="drop", reason=deed.basis)
