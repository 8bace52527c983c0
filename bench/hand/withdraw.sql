-- Out of every list and figure. What `withdraw_meeting` ends with.
UPDATE engagement_meeting SET withdrawn_at = now(), withdrawn_reason = 'Twice' WHERE id = %(id)s
