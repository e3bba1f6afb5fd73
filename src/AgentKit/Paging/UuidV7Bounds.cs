using System.Buffers.Binary;

namespace AgentKit;

/// <summary>
/// Bounds on UUIDs of version 7, whose first 48 bits are the Unix time of their making in milliseconds: a bound in time becomes a range of
/// the primary key.
/// </summary>
internal static class UuidV7Bounds
{
    private const int UuidBytes = 16;
    private const int TimestampShift = 16;

    /// <summary>Not after any UUID.</summary>
    public static Guid Lowest => Guid.Empty;

    /// <summary>After every UUID of version 7.</summary>
    public static Guid Highest => Guid.AllBitsSet;

    /// <summary>
    /// Not after any UUID made in the millisecond of this time or later, and after every one made earlier. Its version bits are zero: it is a
    /// bound, not an id.
    /// </summary>
    public static Guid At(DateTimeOffset time)
    {
        var milliseconds = (ulong)Math.Max(time.ToUnixTimeMilliseconds(), 0);
        Span<byte> bytes = stackalloc byte[UuidBytes];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, milliseconds << TimestampShift);
        return new Guid(bytes, bigEndian: true);
    }
}
