using System.CommandLine;

namespace AgentKit.Benchmarks.CommandLine;

/// <summary>The option for the place of the server's data.</summary>
internal static class DataFolder
{
    public static Option<string?> Option() => new("--data")
    {
        Description = "The folder for the server's data, which decides what a flush costs; by default the one for temporary files.",
    };
}
