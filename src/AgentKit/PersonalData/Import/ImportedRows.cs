namespace AgentKit;

/// <summary>How many rows of a table were imported.</summary>
/// <param name="New">Those that were not there.</param>
/// <param name="AlreadyThere">Those that were, and stay as they are; also those whose arrival was not heard of, when a connection was lost.</param>
public sealed record ImportedRows(long New, long AlreadyThere);
