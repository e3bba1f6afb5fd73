using System.Buffers.Binary;
using System.Net.Sockets;

namespace AgentKit.Tests.Infrastructure;

/// <summary>One connection through a <see cref="TcpProxy"/>, and whose turn it is on it.</summary>
internal sealed class ProxiedConnection(TcpClient client, CancellationToken stopped) : IDisposable
{
    /// <summary>ReadyForQuery: the server is done with all that it was asked. Its last byte says in or out of a transaction.</summary>
    private static readonly byte[] ReadyForQuery = [(byte)'Z', 0, 0, 0, 5];

    /// <summary>BackendKeyData: the process id and a secret follow.</summary>
    private static readonly byte[] BackendKeyData = [(byte)'K', 0, 0, 0, 12];

    private readonly TcpClient _server = new() { NoDelay = true };
    private readonly CancellationTokenSource _closed = CancellationTokenSource.CreateLinkedTokenSource(stopped);
    private readonly Lock _lock = new();
    private readonly byte[] _tail = new byte[ReadyForQuery.Length + 1];
    private bool _serverSpokeLast = true;

    public Stream FromClient => client.GetStream();

    public Stream ToClient => client.GetStream();

    public Stream FromServer => _server.GetStream();

    public Stream ToServer => _server.GetStream();

    public CancellationToken Closed => _closed.Token;

    /// <summary>Whether the connection is past its start, and the server waits for a request.</summary>
    public bool IsReady { get; private set; }

    /// <summary>The server's process, as the client was told of it; 0 before.</summary>
    public int ProcessId { get; private set; }

    /// <summary>What is to become of the reply.</summary>
    public Fault? ReplyFault { get; set; }

    public async Task ConnectAsync(string host, int port)
    {
        client.NoDelay = true;
        await _server.ConnectAsync(host, port, Closed);
    }

    /// <summary>Whether these bytes begin a request, and not go on with one.</summary>
    public bool BeginRequest()
    {
        lock (_lock)
        {
            var begins = _serverSpokeLast;
            _serverSpokeLast = false;
            return begins;
        }
    }

    public void BeginReply(Span<byte> bytes, bool hidesProcessId)
    {
        lock (_lock)
        {
            _serverSpokeLast = true;
            if (!IsReady && ProcessId == 0)
            {
                ReadProcessId(bytes, hidesProcessId);
            }

            KeepTail(bytes);
            IsReady = _tail.AsSpan(0, ReadyForQuery.Length).SequenceEqual(ReadyForQuery);
        }
    }

    public void Close()
    {
        try
        {
            _closed.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It is closed already.
        }
    }

    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
        _closed.Dispose();
    }

    private void ReadProcessId(Span<byte> bytes, bool hides)
    {
        var message = bytes.IndexOf(BackendKeyData);
        if (message >= 0 && message + BackendKeyData.Length + sizeof(int) <= bytes.Length)
        {
            var id = bytes.Slice(message + BackendKeyData.Length, sizeof(int));
            ProcessId = BinaryPrimitives.ReadInt32BigEndian(id);
            if (hides)
            {
                id.Reverse();
            }
        }
    }

    /// <summary>The last bytes of all that the server has said: its last message may come in two pieces.</summary>
    private void KeepTail(ReadOnlySpan<byte> bytes)
    {
        var kept = Math.Max(0, _tail.Length - bytes.Length);
        _tail.AsSpan(_tail.Length - kept).CopyTo(_tail);
        bytes[Math.Max(0, bytes.Length - _tail.Length)..].CopyTo(_tail.AsSpan(kept));
    }
}
