using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace AgentKit.Cli;

/// <summary>A hash over the messages so far, by which a conversation is recognised that is imported again, longer perhaps than before.</summary>
internal sealed class RunningDigest
{
    private readonly byte[] _state = new byte[SHA256.HashSizeInBytes];

    /// <summary>As much of it as nobody hits by chance: one is kept for each turn of a conversation.</summary>
    public UInt128 Mark => BinaryPrimitives.ReadUInt128BigEndian(_state);

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
