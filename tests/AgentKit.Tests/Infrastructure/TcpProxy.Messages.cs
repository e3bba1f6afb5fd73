using System.Net.Sockets;

namespace AgentKit.Tests.Infrastructure;

internal sealed partial class TcpProxy
{
    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                lock (_lock)
                {
                    _serving.RemoveAll(served => served.IsCompletedSuccessfully);
                    _serving.Add(ServeAsync(client));
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = new ProxiedConnection(client, _stop.Token);
        lock (_lock)
        {
            _connections.Add(connection);
        }

        try
        {
            await connection.ConnectAsync(_host, _port);
            await Task.WhenAny(UpAsync(connection), DownAsync(connection));
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone; disposing closes the other.
        }
        finally
        {
            lock (_lock)
            {
                _connections.Remove(connection);
            }
        }
    }

    private async Task UpAsync(ProxiedConnection connection)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await connection.FromClient.ReadAsync(buffer, connection.Closed)) > 0)
        {
            var passed = 0;
            if (connection.BeginRequest())
            {
                Interlocked.Increment(ref _roundTrips);
                var fault = TakeFault(connection.IsReady);
                if (fault is { OnReply: true })
                {
                    // Never taken back: of a long request, the server may answer the first part while the rest is on its way.
                    connection.ReplyFault = fault;
                }
                else if (fault is not null)
                {
                    passed = fault.PassedOf(count);
                    if (!await DisturbAsync(fault, connection, connection.ToServer, buffer.AsMemory(0, passed)))
                    {
                        return;
                    }
                }
            }

            if (!_isHanging)
            {
                await connection.ToServer.WriteAsync(buffer.AsMemory(passed, count - passed), connection.Closed);
            }
        }
    }

    private async Task DownAsync(ProxiedConnection connection)
    {
        var buffer = new byte[64 * 1024];
        using var held = new MemoryStream();
        int count;
        while ((count = await connection.FromServer.ReadAsync(buffer, connection.Closed)) > 0)
        {
            connection.BeginReply(buffer.AsSpan(0, count), HidesProcessId);
            if (_isHanging)
            {
                continue;
            }

            if (connection.ReplyFault is not { } fault)
            {
                await connection.ToClient.WriteAsync(buffer.AsMemory(0, count), connection.Closed);
                continue;
            }

            held.Write(buffer, 0, count);
            if (!connection.IsReady && !fault.WhileConnecting)
            {
                continue; // only when the server is done is it committed what it was asked
            }

            var reply = held.ToArray();
            held.SetLength(0);
            var passed = fault.PassedOf(reply.Length);
            if (!await DisturbAsync(fault, connection, connection.ToClient, reply.AsMemory(0, passed)))
            {
                return;
            }

            connection.ReplyFault = null;
            if (!_isHanging)
            {
                await connection.ToClient.WriteAsync(reply.AsMemory(passed), connection.Closed);
            }
        }
    }

    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> DisturbAsync(Fault fault, ProxiedConnection connection, Stream to, ReadOnlyMemory<byte> passes)
    {
        await to.WriteAsync(passes, connection.Closed);
        if (fault.Meanwhile is { } meanwhile)
        {
            await meanwhile(connection.ProcessId);
        }

        _isHanging |= fault.Action == FaultAction.Hang;
        if (fault.Action == FaultAction.Delay)
        {
            await Task.Delay(Fault.ShortDelay, connection.Closed);
        }

        return fault.Action != FaultAction.Cut;
    }
}
