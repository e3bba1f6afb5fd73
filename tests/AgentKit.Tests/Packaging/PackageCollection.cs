using Xunit;

namespace AgentKit.Tests.Packaging;

/// <summary>Tests of the packages: built once for all of them.</summary>
[CollectionDefinition(Name)]
public sealed class PackageCollection : ICollectionFixture<PackedLibraries>
{
    public const string Name = "packages";
}
