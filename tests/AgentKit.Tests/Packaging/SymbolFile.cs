using System.Reflection.Metadata;

namespace AgentKit.Tests.Packaging;

/// <summary>What a portable PDB says of the sources.</summary>
internal sealed record SymbolFile(IReadOnlyList<string> Documents, IReadOnlyList<string> WithoutSource)
{
    /// <summary>The kind of information under which the compiler keeps the text of a document.</summary>
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    public static SymbolFile Read(byte[] pdb)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(pdb));
        var reader = provider.GetMetadataReader();
        var embedded = reader.CustomDebugInformation
            .Select(reader.GetCustomDebugInformation)
            .Where(information => reader.GetGuid(information.Kind) == EmbeddedSource)
            .Select(information => (DocumentHandle)information.Parent)
            .ToHashSet();
        return new(
            [.. reader.Documents.Select(NameOf)],
            [.. reader.Documents.Where(document => !embedded.Contains(document)).Select(NameOf)]);

        string NameOf(DocumentHandle document) => reader.GetString(reader.GetDocument(document).Name);
    }
}
