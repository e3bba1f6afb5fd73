using System.Text.Json;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>A <c>state.json</c> on disk.</summary>
internal static class WorkflowStateFile
{
    public const string Name = "state.json";

    /// <summary>Far more than a session may hold; a file of another kind is not read whole.</summary>
    private const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>With no more escapes than JSON asks for.</summary>
    private static readonly WorkflowJsonContext Json =
        new(new JsonSerializerOptions(WorkflowJsonContext.Default.Options) { Encoder = StoredJson.Readable.Encoder });

    /// <summary>Replaces the file in one step. Its path has been resolved, so that it is no link that leads elsewhere.</summary>
    public static async Task WriteAsync(string path, WorkflowState state, CancellationToken cancellationToken)
    {
        // In the same directory, because a file can be renamed in one step only within its file system.
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 4096, useAsync: true);
            await using (file.ConfigureAwait(false))
            {
                await JsonSerializer.SerializeAsync(file, state, Json.WorkflowState, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public static async Task<WorkflowState> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var bytes = await ReadBytesAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            CheckFormat(path, bytes);
            return JsonSerializer.Deserialize(bytes, Json.WorkflowState)
                ?? throw new WorkflowStateException(path, "is empty");
        }
        catch (JsonException)
        {
            // Its message may quote the file.
            throw new WorkflowStateException(path, "is not JSON of the form that it should have");
        }
    }

    private static async Task<byte[]> ReadBytesAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 4096, useAsync: true);
            await using var _ = file.ConfigureAwait(false);
            if (file.Length > MaxBytes)
            {
                throw new WorkflowStateException(path, "is too large to be one");
            }

            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new WorkflowStateException(path, "does not exist");
        }
    }

    /// <summary>Before all else: a file of a later format may differ in everything but this.</summary>
    private static void CheckFormat(string path, byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("format", out var format)
            || format.ValueKind != JsonValueKind.String
            || !format.ValueEquals(WorkflowState.FormatName)
            || !root.TryGetProperty("format_version", out var version)
            || version.ValueKind != JsonValueKind.Number)
        {
            throw new WorkflowStateException(path, "does not say that it is one");
        }

        if (!version.TryGetInt32(out var number) || number != WorkflowState.LatestFormatVersion)
        {
            throw new WorkflowStateException(path, "has a format version that this library does not know");
        }
    }
}
