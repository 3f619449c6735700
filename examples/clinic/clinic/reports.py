from sqlalchemy import text
from sqlalchemy.orm import Session


def rooms_of_day(session: Session, room: str, day):
    return session.execute(
        text(
            """
            SELECT a.starts_at, d.name
              FROM appointments a
              JOIN doctors d ON d.id = a.doctor_id
             WHERE a.room = :room AND a.starts_at >= :day AND a.starts_at < :day + interval '1 day'
             ORDER BY a.starts_at
            """
        ),
        {"room": room, "day": day},
    ).all()


def callers(session: Session, phone: str):
    return session.execute(text("SELECT id, family_name FROM patients WHERE phone = :phone"), {"phone": phone}).all()
