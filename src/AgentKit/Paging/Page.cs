namespace AgentKit;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The items, in the order of the list.</param>
/// <param name="Next">The cursor of the next page; <see langword="null"/> when this is the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
