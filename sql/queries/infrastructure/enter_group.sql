-- After enter_scope, for a transaction in which several users have their own rights: whose rows those are that end in which two digits.
SELECT set_config('agentkit.user_of_' || m.row_digits, m.user_id, true)
FROM unnest(@RowDigits::text[], @UserIds::text[]) AS m (row_digits, user_id)
