using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>A hash over the messages so far, by which a conversation is recognised that is imported again, longer perhaps than before.</summary>
internal sealed class RunningDigest
{
    private readonly byte[] _state = new byte[SHA256.HashSizeInBytes];

    public string Value => Convert.ToHexStringLower(_state);

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
