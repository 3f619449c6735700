from sqlalchemy import select
from sqlalchemy.orm import Session

from clinic.models import Appointment, Prescription


def of_appointment(session: Session, appointment_id: int) -> list[Prescription]:
    return list(session.scalars(select(Prescription).where(Prescription.appointment_id == appointment_id)))


def recalled(session: Session, drug_code: str) -> list[tuple[Prescription, Appointment]]:
    """Who has to be called when a drug is taken back."""
    statement = (
        select(Prescription, Appointment)
        .join(Appointment, Appointment.id == Prescription.appointment_id)
        .where(Prescription.drug_code == drug_code)
    )
    return [(prescription, appointment) for prescription, appointment in session.execute(statement)]
