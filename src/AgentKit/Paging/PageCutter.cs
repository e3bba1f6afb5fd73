namespace AgentKit;

/// <summary>Makes pages out of rows that were read with one more than the page holds: that one says whether another page follows.</summary>
internal static class PageCutter
{
    public static Page<T> Cut<TRow, T>(List<TRow> rows, int limit, Func<TRow, T> map, Func<TRow, Cursor> cursorOf)
    {
        var hasNext = rows.Count > limit;
        if (hasNext)
        {
            rows.RemoveRange(limit, rows.Count - limit);
        }

        return new Page<T>(rows.ConvertAll(row => map(row)), hasNext ? cursorOf(rows[^1]).ToString() : null);
    }
}
