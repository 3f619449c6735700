from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from clinic.models import Invoice


def invoice_by_number(session: Session, number: str) -> Invoice | None:
    return session.scalars(select(Invoice).where(Invoice.number == number)).one_or_none()


def invoices_of_patient(session: Session, patient_id: int) -> list[Invoice]:
    return list(session.scalars(select(Invoice).where(Invoice.patient_id == patient_id)))


def issued_between(session: Session, first: date, last: date) -> list[Invoice]:
    return list(session.scalars(select(Invoice).where(Invoice.issued_on >= first, Invoice.issued_on <= last)))


def mark_paid(session: Session, invoice_id: int, paid_on: date) -> None:
    session.execute(update(Invoice).where(Invoice.id == invoice_id).values(paid_on=paid_on))
    session.commit()
