from datetime import date, datetime, timedelta

from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy.orm import Session

from clinic import doctors, invoices, patients, prescriptions, reports
from clinic.db import get_session

app = FastAPI()


@app.get("/patients")
def search(family_name: str, born_on: date | None = None, session: Session = Depends(get_session)):
    return patients.find_patients(session, family_name, born_on)


@app.get("/patients/{patient_id}/appointments")
def appointments(patient_id: int, page: int = 0, session: Session = Depends(get_session)):
    return patients.history(session, patient_id, page)


@app.get("/patients/{patient_id}/invoices")
def bills(patient_id: int, session: Session = Depends(get_session)):
    return invoices.invoices_of_patient(session, patient_id)


@app.get("/doctors/{doctor_id}/day")
def day(doctor_id: int, since: datetime, session: Session = Depends(get_session)):
    """The list that lies on the desk in the morning."""
    plan = []
    for appointment in doctors.schedule(session, doctor_id, since, since + timedelta(days=1)):
        drugs = prescriptions.of_appointment(session, appointment.id)
        bills = invoices.invoices_of_patient(session, appointment.patient_id)
        plan.append({"at": appointment.starts_at, "drugs": drugs, "bills": bills})
    return plan


@app.get("/callers/{phone}")
def callers(phone: str, session: Session = Depends(get_session)):
    found = reports.callers(session, phone)
    if not found:
        raise HTTPException(404)
    return [row.id for row in found]
