# Build: docker build -t be-workflows .
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY pom.xml ./
COPY .mvn .mvn
COPY python-shim python-shim
COPY src src
RUN mvn -B -q -DskipTests package

# Debian's own Python, so that pip, wheels and the interpreter fit together
FROM eclipse-temurin:17-jre-noble
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 python3-venv python3-pip curl bubblewrap \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --uid 10001 bew \
    && mkdir /data && chown bew /data
# what tasks may import; add your own packages here
RUN python3 -m venv /opt/python && /opt/python/bin/pip install --no-cache-dir numpy pandas scikit-learn
COPY --from=build /src/target/be-workflows.jar /opt/be-workflows.jar
RUN install --directory --owner bew /opt/archive
# keeps tasks apart with namespaces where the container may make them (--security-opt seccomp=unconfined), and as another user when it runs as root (--user 0)
USER bew
# the classes that a start and a call load, ready for use: a start takes a third less processor time
RUN java -XX:ArchiveClassesAtExit=/opt/archive/be-workflows.jsa -jar /opt/be-workflows.jar serve --data /tmp/archive --python /opt/python/bin/python3 & \
    server=$! \
    && curl --fail --silent --show-error --retry 120 --retry-delay 1 --retry-all-errors \
        'http://127.0.0.1:8080/api/app/be_workflows/be_wf_graph/id/hello/call?name=Ada' \
    && kill "$server" \
    && { wait "$server" || true; } \
    && test -s /opt/archive/be-workflows.jsa \
    && rm -r /tmp/archive
# reached from outside of the container, so a key is needed: docker run --init -e BEW_API_KEY=… -p 8080:8080 be-workflows
ENV BEW_HOST=0.0.0.0 BEW_DATA=/data BEW_PYTHON=/opt/python/bin/python3
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["curl", "--fail", "--silent", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["java", "-XX:SharedArchiveFile=/opt/archive/be-workflows.jsa", "-jar", "/opt/be-workflows.jar"]
CMD ["serve"]
