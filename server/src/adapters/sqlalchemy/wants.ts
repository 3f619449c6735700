/** Words that a file which declares models, makes or builds on a session, or asks through one of them is bound to have. Queries need no import of SQLAlchemy: the session and the models may come from the project's own modules. */
export const triggers: readonly string[] = [
  'sqlalchemy', 'sqlmodel', 'SQLModel', 'SQLAlchemy', '__tablename__', '__table_args__', '__abstract__', 'declared_attr', 'mapped_column', 'Mapped[', 'Column(', 'SCHEMA', 'db.Model', '.Model)', '.Table(',
  '.query.', '.query(', 'select(', '.session', 'session.', '.execute(', '.scalars(', '.scalar(', '.filter_by(', '.filter(', '.where(',
];

/** Whether a text is worth parsing for this adapter. Simple searches only, since it is asked of every file. */
export const wants = (text: string): boolean => triggers.some((word) => text.includes(word));
