namespace AgentKit.Cli;

/// <summary>Counts what lists hold, as far as it is worth waiting for.</summary>
internal static class BoundedCount
{
    public const int Page = 1000;

    private const int MostPages = 20;

    public static async Task<string> DescribeAsync<T>(Func<string?, Task<Page<T>>> list, Func<T, bool> counts)
    {
        var count = 0;
        string? cursor = null;
        for (var pages = 0; pages < MostPages; pages++)
        {
            var page = await list(cursor);
            count += page.Items.Count(counts);
            if (page.Next is null)
            {
                return Words.Number(count);
            }

            cursor = page.Next;
        }

        return count > 0 ? $"at least {Words.Number(count)}" : "not counted"; // none of those seen: that says nothing of the rest
    }
}
