namespace AgentKit;

/// <summary>What to look for in turns, and where.</summary>
/// <param name="Query">
/// Words as one types them into a search engine: all of them must be there, <c>or</c> between two asks for either, <c>"…"</c> for a phrase,
/// <c>-</c> in front excludes. 1 to 1,000 characters. One without a word in it finds nothing.
/// </param>
public sealed record TurnSearch(string Query)
{
    /// <summary>The longest <see cref="Query"/>, in UTF-16 characters.</summary>
    public const int MaxQueryLength = 1_000;

    /// <summary>
    /// PostgreSQL's text search configuration, such as <c>english</c> or <c>spanish</c>, which decides what counts as the same word: up to 63
    /// letters, digits and underscores, with its schema in front where it needs one. Default: <c>simple</c>, words as they are written, in any
    /// case.
    /// </summary>
    public string Language { get; init; } = "simple";

    /// <summary>Only turns of this session. Default: of every session that the scope sees.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>Only turns of this user's sessions; for a scope that sees those of others. Default: of everybody that the scope sees.</summary>
    public string? UserId { get; init; }

    /// <summary>Only turns said at or after this time (<see cref="Turn.CreatedAt"/>). Default: no bound.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only turns said before this time. Default: no bound.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How many matches a page holds at most: 1 to 100. Default: 20.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>
    /// How many turns one call looks at, whether they match or not: 1 to 100,000. Default: 10,000. It bounds what a call costs; the page then
    /// ends early, and its cursor goes on from there.
    /// </summary>
    public int MaxTurns { get; init; } = 10_000;

    /// <summary>
    /// <see cref="Page{T}.Next"/> of the page before, to be used with the same search; a text of another origin is an
    /// <see cref="ArgumentException"/>. Default: the newest turns.
    /// </summary>
    public string? Cursor { get; init; }
}
