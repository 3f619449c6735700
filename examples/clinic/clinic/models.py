from datetime import date, datetime

from sqlalchemy import DateTime, ForeignKey, Index, Numeric, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.db import Base


class Timestamps:
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class Doctor(Base):
    __tablename__ = "doctors"

    id: Mapped[int] = mapped_column(primary_key=True)
    licence: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    department: Mapped[str] = mapped_column(String(40), index=True)


class Patient(Timestamps, Base):
    __tablename__ = "patients"

    id: Mapped[int] = mapped_column(primary_key=True)
    insurance_number: Mapped[str] = mapped_column(String(30), unique=True)
    family_name: Mapped[str] = mapped_column(String(80))
    given_name: Mapped[str] = mapped_column(String(80))
    born_on: Mapped[date]
    phone: Mapped[str | None] = mapped_column(String(30))

    appointments: Mapped[list["Appointment"]] = relationship(back_populates="patient")


class Appointment(Timestamps, Base):
    __tablename__ = "appointments"
    __table_args__ = (
        UniqueConstraint("room", "starts_at", name="uq_appointments_room_starts_at"),
        Index("ix_appointments_doctor_id_starts_at", "doctor_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    doctor_id: Mapped[int] = mapped_column(ForeignKey("doctors.id"))
    patient_id: Mapped[int] = mapped_column(ForeignKey("patients.id"))
    room: Mapped[str] = mapped_column(String(10))
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    cancelled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    patient: Mapped[Patient] = relationship(back_populates="appointments")
    doctor: Mapped[Doctor] = relationship()


class Prescription(Timestamps, Base):
    __tablename__ = "prescriptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointments.id", ondelete="CASCADE"), index=True)
    drug_code: Mapped[str] = mapped_column("drug", String(20))
    days: Mapped[int]


class Invoice(Base):
    __tablename__ = "invoices"
    __table_args__ = (Index("ix_invoices_issued_on_patient_id", "issued_on", "patient_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patients.id"))
    issued_on: Mapped[date]
    amount: Mapped[float] = mapped_column(Numeric(10, 2))
    paid_on: Mapped[date | None]
