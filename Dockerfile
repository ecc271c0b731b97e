# docker build -t ops-console .   (or buildah bud); the base images can be replaced, for example by a mirror's.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0

FROM ${SDK_IMAGE} AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY build build
COPY src/Console.Core/Console.Core.csproj src/Console.Core/
COPY src/Console/Console.csproj src/Console/
RUN dotnet restore src/Console
COPY wwwroot wwwroot
COPY src/Console.Core src/Console.Core
COPY src/Console src/Console
RUN dotnet publish src/Console -c Release --no-restore -o /app

FROM ${RUNTIME_IMAGE}
WORKDIR /app
COPY --from=build /app .
COPY systems systems
COPY runbooks runbooks
# The console listens on loopback only until people can sign in: run it with the host's network (docker run --network host).
ENV ASPNETCORE_HTTP_PORTS="" DOTNET_EnableDiagnostics=0
USER 1654
ENTRYPOINT ["dotnet", "OpsConsole.dll"]
