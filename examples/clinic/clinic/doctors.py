from sqlalchemy import select
from sqlalchemy.orm import Session

from clinic.models import Appointment, Doctor


def doctor_by_licence(session: Session, licence: str) -> Doctor | None:
    return session.scalars(select(Doctor).where(Doctor.licence == licence)).one_or_none()


def doctors_of_department(session: Session, department: str) -> list[Doctor]:
    return list(session.scalars(select(Doctor).where(Doctor.department == department)))


def schedule(session: Session, doctor_id: int, since, until) -> list[Appointment]:
    """What the calendar of a doctor shows."""
    statement = (
        select(Appointment)
        .where(Appointment.doctor_id == doctor_id)
        .where(Appointment.starts_at.between(since, until))
        .order_by(Appointment.starts_at)
    )
    return list(session.scalars(statement))
