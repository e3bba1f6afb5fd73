namespace AgentKit.Infrastructure;

/// <summary>What the host calls a database, where it has several: the key of its services.</summary>
/// <param name="Value"><see langword="null"/> for the one without a name.</param>
internal sealed record DatabaseName(string? Value)
{
    public static DatabaseName None { get; } = new(Value: null);
}
