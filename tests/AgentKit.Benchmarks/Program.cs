// Measures AgentKit beside what else one could have written. See README.md.
using System.CommandLine;
using AgentKit.Benchmarks.CommandLine;

var root = new RootCommand("Measures AgentKit on a PostgreSQL of its own.")
{
    CompareCommand.Create(),
    ScaleCommand.Create(),
    MicroCommand.Create(),
    ProfileCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
