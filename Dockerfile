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
RUN dotnet publish src/Console -c Release --no-restore -o /app && mkdir /data

FROM ${RUNTIME_IMAGE}
WORKDIR /app
COPY --from=build /app .
COPY systems systems
COPY runbooks runbooks
COPY access.yaml .
COPY --from=build --chown=1654:1654 /data /var/lib/ops-console
# What must survive the container: docker run -p 8080:8080 -v ops-console:/var/lib/ops-console -e urls=http://*:8080 ops-console
ENV ASPNETCORE_HTTP_PORTS="" DOTNET_EnableDiagnostics=0 Storage__Folder=/var/lib/ops-console
USER 1654
ENTRYPOINT ["dotnet", "OpsConsole.dll"]
