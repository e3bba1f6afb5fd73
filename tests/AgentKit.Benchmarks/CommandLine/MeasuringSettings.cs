namespace AgentKit.Benchmarks.CommandLine;

/// <summary>What a command that measures was asked for.</summary>
/// <param name="Quick">A look within a minute.</param>
/// <param name="Peers">Also the libraries of other languages.</param>
/// <param name="Only">Names of scenarios; all if none is given.</param>
/// <param name="Output">Where the files go.</param>
/// <param name="Publish">Whether the README of the benchmarks is brought up to date.</param>
/// <param name="DataFolder">Where the server's data lie; <see langword="null"/> for the system's folder for temporary files.</param>
internal sealed record MeasuringSettings(bool Quick, bool Peers, IReadOnlyList<string> Only, string Output, bool Publish, string? DataFolder);
