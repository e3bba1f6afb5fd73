namespace AgentKit.Tests.BadInput;

/// <summary>What a place takes: values that are an argument error before anything is sent, and values that come out as they went in.</summary>
internal sealed record Rule(IReadOnlyList<Hostile> Refused, IReadOnlyList<Hostile> Accepted)
{
    /// <summary>Whether it is text that means nothing to the library, so that any storable text may stand there.</summary>
    public bool IsFreeText { get; init; }

    /// <summary>The same without some texts that only the database can tell from good ones.</summary>
    public Rule NotRefusing(params string[] texts) => this with { Refused = [.. Refused.Where(value => !texts.Contains(value.Value))] };

    /// <summary>The same, and null besides.</summary>
    public Rule OrNull => this with { Refused = [.. Refused.Where(value => value.Value is not null)], Accepted = [.. Accepted, new("null", null)] };
}
