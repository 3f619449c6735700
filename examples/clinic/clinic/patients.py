from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from clinic.models import Appointment, Patient


def patient_by_insurance(session: Session, number: str) -> Patient | None:
    return session.scalars(select(Patient).where(Patient.insurance_number == number)).one_or_none()


def find_patients(session: Session, family_name: str, born_on: date | None = None) -> list[Patient]:
    """The search at the front desk."""
    statement = select(Patient).where(Patient.family_name == family_name)
    if born_on is not None:
        statement = statement.where(Patient.born_on == born_on)
    return list(session.scalars(statement))


def history(session: Session, patient_id: int, page: int) -> list[Appointment]:
    statement = (
        select(Appointment)
        .where(Appointment.patient_id == patient_id)
        .order_by(Appointment.starts_at.desc())
        .limit(20)
        .offset(page * 20)
    )
    return list(session.scalars(statement))


def with_appointments(session: Session, patient_id: int) -> Patient | None:
    return session.get(Patient, patient_id, options=[selectinload(Patient.appointments)])
