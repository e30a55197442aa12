"""Effects on units and people: 接纳成员单位, 任命职务, 更换代表."""

from alliance.core.errors import DomainError, WrongState
from meetings.effects.base import ONE_DAY, Deed, Handler, check_same_world, day_of, still_there
from meetings.models import ResolutionEffect
from members.enums import ApplicationState, Body, DepartureKind, OfficeKind
from members.models import Office, Person, Seat
from members.services.admission import admit_unit
from members.services.admission_plan import term_on
from members.services.seats import (
    appoint,
    end_occupancy,
    end_office,
    fill_seat,
    occupant_on,
    replace_occupant,
)
from members.services.units import record_departure


class AdmissionHandler(Handler):
    """`content`: application, rank, people (body → the registered person, None for a new one)."""

    def plan(self, effect: ResolutionEffect, content: dict) -> str:
        application = content["application"]
        check_same_world(effect, application.is_example, "application")
        if application.state != ApplicationState.READY:
            raise DomainError("只有初审通过的申请可以提请接纳。", field="application")
        people = {body: person.pk if person else None for body, person in content.get("people", {}).items()}
        effect.application = application
        effect.terms = {"rank": content.get("rank", ""), "people": people}
        return f"接纳“{application.name}”为成员单位"

    def carry_out(self, deed: Deed) -> None:
        effect = deed.effect
        chosen = {
            body: still_there(Person, pk, "人员") if pk else None
            for body, pk in effect.terms.get("people", {}).items()
        }
        admission = admit_unit(
            actor=deed.actor,
            application=effect.application,
            admitted_on=deed.day,
            basis=deed.basis,
            rank=effect.terms.get("rank", ""),
            people=chosen,
        )
        if ResolutionEffect.objects.filter(admission=admission).exists():
            raise WrongState(f"“{admission.unit}”已由另一议定事项接纳。")
        effect.admission = admission

    def take_back(self, deed: Deed) -> None:
        """The unit leaves by the council's decision, which ends its seats; a unit that has left stays so."""
        unit = deed.effect.admission.unit
        if unit.left_on is not None:
            return
        record_departure(
            actor=deed.actor,
            unit=unit,
            kind=DepartureKind.EXPELLED,
            left_on=deed.day_before,
            basis=deed.basis,
            reason="接纳该单位的议定事项已撤销。",
        )


class AppointmentHandler(Handler):
    """`content`: office (OfficeKind), person, replaces (the Office that ends, or None), starts_on (or None)."""

    def plan(self, effect: ResolutionEffect, content: dict) -> str:
        person, before = content["person"], content.get("replaces")
        check_same_world(effect, person.is_example, "person")
        if before and before.person_id == person.pk and before.kind == content["office"]:
            raise DomainError(f"{person}正任这一职务。", field="replaces")
        starts_on = content.get("starts_on")
        effect.terms = {
            "office": content["office"],
            "person": person.pk,
            "replaces": before.pk if before else None,
            "starts_on": starts_on.isoformat() if starts_on else "",
        }
        follows = f"，接替{before.person}" if before else ""
        return f"任命{person}为{OfficeKind(content['office']).label}{follows}"

    def carry_out(self, deed: Deed) -> None:
        terms = deed.effect.terms
        starts_on, order = day_of(terms, "starts_on") or deed.day, 0
        if terms.get("replaces"):
            before = still_there(Office, terms["replaces"], "原任职务")
            order = before.order
            if not before.ended:
                end_office(actor=deed.actor, office=before, ends_on=starts_on - ONE_DAY, reason=deed.basis)
        deed.effect.office = appoint(
            actor=deed.actor,
            kind=terms["office"],
            person=still_there(Person, terms["person"], "人员"),
            term=term_on(starts_on, is_example=deed.is_example),
            starts_on=starts_on,
            order=order,
            note=deed.basis,
        )

    def take_back(self, deed: Deed) -> None:
        """The office ends, and whoever held it before holds it again; one that has ended meanwhile stays so."""
        office = deed.effect.office
        if office.ended and (office.ends_on is None or office.ends_on < deed.day):
            return
        end_office(actor=deed.actor, office=office, ends_on=deed.day_before, reason=deed.basis)
        if pk := deed.effect.terms.get("replaces"):
            before = still_there(Office, pk, "原任职务")
            appoint(
                actor=deed.actor,
                kind=before.kind,
                person=before.person,
                term=office.term,
                starts_on=deed.day,
                order=before.order,
                note=deed.basis,
            )


class ReplacementHandler(Handler):
    """`content`: seat, person, starts_on (or None)."""

    def plan(self, effect: ResolutionEffect, content: dict) -> str:
        seat, person, starts_on = content["seat"], content["person"], content.get("starts_on")
        check_same_world(effect, seat.unit.is_example, "seat")
        if person.is_example != seat.unit.is_example or person.unit_id != seat.unit_id:
            raise DomainError(f"{person}不是{seat.unit}登记的人员。", field="person")
        effect.terms = {
            "seat": seat.pk,
            "person": person.pk,
            "starts_on": starts_on.isoformat() if starts_on else "",
        }
        return f"{seat.unit}的{Body(seat.body).role}由{person}担任"

    def carry_out(self, deed: Deed) -> None:
        effect = deed.effect
        seat = still_there(Seat, effect.terms["seat"], "席位")
        starts_on = day_of(effect.terms, "starts_on") or deed.day
        before = occupant_on(seat, starts_on)
        effect.terms = {**effect.terms, "before": before.person_id if before else None}
        effect.occupancy = (replace_occupant if before else fill_seat)(
            actor=deed.actor,
            seat=seat,
            person=still_there(Person, effect.terms["person"], "人员"),
            starts_on=starts_on,
            reason=deed.basis,
        )

    def take_back(self, deed: Deed) -> None:
        """Whoever sat there before sits there again; a seat that passed on meanwhile stays as it is."""
        held = deed.effect.occupancy
        if occupant_on(held.seat, deed.day) != held:
            return
        if pk := deed.effect.terms.get("before"):
            replace_occupant(
                actor=deed.actor,
                seat=held.seat,
                person=still_there(Person, pk, "原任人员"),
                starts_on=deed.day,
                reason=deed.basis,
            )
        else:
            end_occupancy(actor=deed.actor, occupancy=held, ends_on=deed.day_before, reason=deed.basis)
