using System.IO.Compression;
using System.Xml.Linq;

namespace AgentKit.Tests.Packaging;

/// <summary>A file of a feed, opened.</summary>
internal sealed class Package : IDisposable
{
    private readonly ZipArchive _archive;

    public Package(string path)
    {
        _archive = ZipFile.OpenRead(path);
        using var nuspec = _archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        Metadata = Plain(XElement.Load(nuspec)).Element("metadata")!;
    }

    /// <summary>What the package says of itself, without XML namespaces.</summary>
    public XElement Metadata { get; }

    /// <summary>What was put in, in ordinal order; not what the format adds.</summary>
    public IReadOnlyList<string> Files =>
    [
        .. _archive.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal)
                && !name.StartsWith("package/", StringComparison.Ordinal)
                && name != "[Content_Types].xml"
                && !name.EndsWith(".nuspec", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>As <c>id version</c>, for the one framework that there is.</summary>
    public IReadOnlyList<string> Dependencies =>
    [
        .. Metadata.Descendants("dependency")
            .Select(dependency => $"{(string?)dependency.Attribute("id")} {(string?)dependency.Attribute("version")}")
            .Order(StringComparer.Ordinal),
    ];

    public string? Get(string name) => (string?)Metadata.Element(name);

    public byte[] Read(string file)
    {
        using var content = _archive.GetEntry(file)!.Open();
        using var memory = new MemoryStream();
        content.CopyTo(memory);
        return memory.ToArray();
    }

    public void Dispose() => _archive.Dispose();

    private static XElement Plain(XElement element) => new(
        element.Name.LocalName,
        element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration),
        element.HasElements ? element.Elements().Select(Plain) : element.Value);
}
