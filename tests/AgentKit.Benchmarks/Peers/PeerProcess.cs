using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;

namespace AgentKit.Benchmarks.Peers;

/// <summary>A peer's process, which waits between its turns.</summary>
internal sealed partial class PeerProcess : IWorkload
{
    private readonly PeerVariant _variant;
    private readonly Process _process;

    private PeerProcess(PeerVariant variant, Process process)
    {
        _variant = variant;
        _process = process;
    }

    public static async Task<PeerProcess> StartAsync(
        PeerVariant variant, Endpoint endpoint, int clients, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node", [variant.Script])
        {
            WorkingDirectory = NodePackages.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["AGENTKIT_BENCHMARK_URL"] = endpoint.Url;
        start.Environment["AGENTKIT_BENCHMARK_CLIENTS"] = $"{clients}";
        start.Environment["AGENTKIT_BENCHMARK_MESSAGES"] = $"{variant.Messages}";
        start.Environment["AGENTKIT_BENCHMARK_TEXT"] = Sample.Text;
        var peer = new PeerProcess(variant, Process.Start(start)!);
        try
        {
            await peer.ReadAsync(cancellationToken); // connected, and its tables made
            return peer;
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    public async Task<Slice> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync($$"""{"milliseconds":{{(int)duration.TotalMilliseconds}}}""".AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        var answer = await ReadAsync(cancellationToken);
        return new Slice
        {
            Elapsed = TimeSpan.FromMilliseconds(answer.Elapsed),
            Latencies = answer.Latencies,
            Cpu = TimeSpan.FromMicroseconds(answer.Cpu),
        };
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close(); // the end of its input is its end
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    /// <summary>The next line that is an answer: packages may greet in between.</summary>
    private async Task<Answer> ReadAsync(CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith('{'))
            {
                return JsonSerializer.Deserialize(line, AnswerJson.Default.Answer)!;
            }
        }

        throw new InvalidOperationException($"{_variant.Name} has ended; what it wrote to its error stream stands above.");
    }

    private sealed record Answer(double Elapsed, double Cpu, double[] Latencies);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(Answer))]
    private sealed partial class AnswerJson : JsonSerializerContext;
}
