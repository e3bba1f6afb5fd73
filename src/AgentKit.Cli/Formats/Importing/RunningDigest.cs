using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>A hash over the messages so far, by which a conversation is recognised that is imported again, longer perhaps than before.</summary>
internal sealed class RunningDigest
{
    private const int MarkBytes = 12;

    private readonly byte[] _state = new byte[SHA256.HashSizeInBytes];

    /// <summary>As much of it as nobody hits by chance.</summary>
    public string Mark => Convert.ToHexStringLower(_state.AsSpan(0, MarkBytes));

    public void Add(JsonElement source)
    {
        if (source.ValueKind == JsonValueKind.Undefined)
        {
            return;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_state);
        hash.AppendData(JsonMarshal.GetRawUtf8Value(source));
        hash.GetHashAndReset(_state);
    }
}
