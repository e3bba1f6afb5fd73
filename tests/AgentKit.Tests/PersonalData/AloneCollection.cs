using Xunit;

namespace AgentKit.Tests.PersonalData;

/// <summary>Tests that measure the memory of the process, and so run when no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
