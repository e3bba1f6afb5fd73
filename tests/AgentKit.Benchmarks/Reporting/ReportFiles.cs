namespace AgentKit.Benchmarks.Reporting;

/// <summary>Writes a report to disk.</summary>
internal static class ReportFiles
{
    /// <summary>JSON, Markdown and pictures in a folder, which is made where it is not there.</summary>
    public static async Task WriteAsync(Report report, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{report.Name}.json"), JsonReport.Of(report), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{report.Name}.md"), MarkdownReport.Of(report), cancellationToken);
        await WritePicturesAsync(report, folder, cancellationToken);
    }

    /// <summary>The results in the README of the benchmarks, and JSON and pictures in the folder beside it that documents refer to.</summary>
    public static async Task PublishAsync(Report report, string project, CancellationToken cancellationToken)
    {
        var readme = Path.Combine(project, "README.md");
        var document = await File.ReadAllTextAsync(readme, cancellationToken);
        await File.WriteAllTextAsync(readme, MarkdownReport.PutInto(document, report.Name, MarkdownReport.Of(report)), cancellationToken);

        var folder = Path.Combine(project, "results");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{report.Name}.json"), JsonReport.Of(report), cancellationToken);
        await WritePicturesAsync(report, folder, cancellationToken);
    }

    private static async Task WritePicturesAsync(Report report, string folder, CancellationToken cancellationToken)
    {
        foreach (var (file, svg) in Pictures.Of(report))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, file), svg, cancellationToken);
        }
    }
}
