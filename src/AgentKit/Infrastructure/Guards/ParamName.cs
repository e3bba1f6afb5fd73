namespace AgentKit.Infrastructure;

/// <summary>What a value is called in an error, put together only where there is one: five such texts for each turn were a thirtieth of a commit.</summary>
/// <param name="Name">The name of a parameter, or of a list.</param>
/// <param name="Index">The place in the list; none by default.</param>
/// <param name="Member">What of the item at that place; all of it by default.</param>
internal readonly record struct ParamName(string Name, int? Index = null, string? Member = null)
{
    public static implicit operator ParamName(string name) => new(name);

    public ParamName Of(string member) => this with { Member = member };

    public override string ToString() =>
        Index is null ? Name : FormattableString.Invariant($"{Name}[{Index}]") + (Member is null ? "" : $".{Member}");
}
