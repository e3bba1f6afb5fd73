using System.Diagnostics.CodeAnalysis;

namespace AgentKit.Tests.Guards.Api;

/// <summary>Something of everything that the listing of an API must show.</summary>
public abstract record ApiSample<T>(string Name, int Count = 3)
    where T : class
{
    public const long Most = 5;

    public required string Name { get; init; } = Name;

    [Obsolete("Use Name.")]
    public string? Title { get; init; }

    internal string Hidden { get; init; } = "";

    public abstract bool Find(string key, [NotNullWhen(true)] T? value);

    protected static Task<IReadOnlyList<T?>> ListAsync(
        StringComparison order = StringComparison.Ordinal, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<T?>>([]);
}
