# The seat comes first, because that is the row people wait for. Writing the registration first
# would lock the event's row for the foreign key and slow down everything else about the event.
REGISTER_IF_SEAT_FREE = """
WITH seat AS (
    UPDATE events_seats SET taken = taken + 1
     WHERE event_id = %(event)s AND is_open AND (capacity IS NULL OR taken < capacity)
 RETURNING event_id
), registration AS (
    INSERT INTO events_registration
           (event_id, public_id, email, name, state, answers, consent_id, consented_at,
            created_at, seated_at, added_by_id)
    SELECT event_id, %(public_id)s, %(email)s, %(name)s, 'registered', %(answers)s, %(consent)s,
           %(consented_at)s, %(now)s, %(now)s, %(added_by)s
      FROM seat
 RETURNING id
)
INSERT INTO events_delivery
       (registration_id, kind, about, state, created_at, due_at, attempts, problem)
SELECT id, 'confirmation', '', 'waiting', %(now)s, %(now)s, 0, ''
  FROM registration
RETURNING registration_id
"""
